import { useReturnFile, useReturn, type Return } from "@feria/api";
import { Button, Note, Panel, PlainText, TextLink, formatMoment, formatMoney } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { Problem, useProblemText } from "../../frame/Problem";
import { Thumb } from "../../frame/Thumb";
import { WaitingPage } from "../../frame/Waiting";
import { openFile } from "../../packing/openFile";
import { useCarrierName } from "../../packing/ParcelWay";
import { History, Photos } from "./parts";
import { ReturnLabels } from "./ReturnLabels";
import { ReturnSteps } from "./ReturnSteps";
import { SendingPanel } from "./SendingPanel";
import { ReturnState, type Side } from "./words";

/** One return: what the buyer says, what is to be done, what happened. */
export function ReturnView({ returnId, side }: { returnId: string; side: Side }) {
  const { t } = useTranslation();
  const found = useReturn(returnId);
  const order = found.data?.order_number ?? "";
  const back =
    side === "seller"
      ? { href: "/sell/returns", label: t("claims.returns.title") }
      : { href: `/operator/orders/${order}`, label: t("claims.orderOf", { number: order }) };
  if (found.isPending) return <WaitingPage />;
  if (found.isError) {
    return (
      <>
        <PageHead title={t("claims.returns.missing")} back={back} />
        <Problem fault={found.error} onRetry={() => void found.refetch()} />
      </>
    );
  }
  const one = found.data;
  return (
    <>
      <PageHead
        title={t("claims.return.title", { number: one.number })}
        status={<ReturnState status={one.status} side={side} />}
        back={back}
        actions={<ReturnSteps found={one} side={side} />}
      />
      <div className="grid items-start gap-20 xl:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-20 xl:col-span-2">
          <Now found={one} side={side} />
          <ReturnLabels key={`${one.id} ${one.labels.length}`} found={one} side={side} />
          {side === "seller" && one.status === "approved" && (
            <SendingPanel key={one.instructions} found={one} />
          )}
          <Said found={one} />
        </div>
        <div className="flex min-w-0 flex-col gap-20">
          <Facts found={one} side={side} />
          <History steps={one.timeline} />
        </div>
      </div>
    </>
  );
}

type PartProps = { found: Return; side: Side };

function Now({ found, side }: PartProps) {
  const { t, i18n } = useTranslation();
  const until = found.due_at ? formatMoment(found.due_at, { locale: i18n.language }) : "";
  const isWaiting = found.status === "requested" || found.status === "received";
  return (
    <Note tone={isWaiting ? "warn" : "info"}>
      <p>{t(`claims.return.now.${side}.${found.status}`, { until, buyer: found.buyer_name })}</p>
      {found.deduction.amount > 0 && (
        <p>
          {t("claims.deducted", {
            amount: formatMoney(found.deduction, i18n.language),
            reason: found.deduction_reason,
          })}
        </p>
      )}
    </Note>
  );
}

function Said({ found }: { found: Return }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("claims.return.things")}>
      <ul className="flex flex-col gap-12">
        {found.lines.map((line) => (
          <li key={line.line_id} className="flex items-center gap-12">
            <Thumb url={line.image} size="line" />
            <span className="min-w-0">
              <span className="block font-500">{line.title}</span>
              <span className="type-small text-ink-2">
                {[
                  line.variant_title,
                  line.sku,
                  t("claims.units", { count: line.quantity }),
                  line.received > 0 && t("claims.received", { count: line.received }),
                  line.restocked > 0 && t("claims.restocked", { count: line.restocked }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className="mt-16 flex flex-col gap-12 border-t border-line pt-16">
        <p className="font-500">{t(`claims.reason.${found.reason}`)}</p>
        {found.note && <PlainText body={found.note} />}
        <Photos photos={found.photos} />
      </div>
    </Panel>
  );
}

function Facts({ found, side }: PartProps) {
  const { t, i18n } = useTranslation();
  const carrier = useCarrierName();
  const sent = found.sent_at && [carrier(found.carrier), found.tracking_number].filter(Boolean).join(" ");
  const money = found.refunded ?? found.refundable;
  const rows: [string, React.ReactNode][] = [
    [
      t("claims.fact.order"),
      <TextLink
        key="order"
        href={
          side === "seller"
            ? `/sell/orders/${found.seller_order_id}`
            : `/operator/orders/${found.order_number}`
        }
      >
        {found.seller_order_number}
      </TextLink>,
    ],
    [t("claims.fact.buyer"), found.buyer_name],
    ...(side === "operator" ? ([[t("claims.fact.seller"), found.seller.name]] as [string, string][]) : []),
    [t("claims.fact.label"), t(`claims.payer.${side}.${found.label_paid_by}`)],
    ...(sent ? ([[t("claims.fact.sent"), sent]] as [string, string][]) : []),
    ...(money.amount > 0
      ? ([
          [
            t(found.refunded ? "claims.fact.refunded" : "claims.fact.refundable"),
            formatMoney(money, i18n.language),
          ],
        ] as [string, string][])
      : []),
    ...(found.label_fee.amount > 0
      ? ([[t("claims.fact.fee"), formatMoney(found.label_fee, i18n.language)]] as [string, string][])
      : []),
  ];
  return (
    <Panel title={t("claims.facts")}>
      <dl className="flex flex-col gap-8">
        {rows.map(([name, value]) => (
          <div key={name} className="flex flex-wrap justify-between gap-x-16">
            <dt className="text-ink-2">{name}</dt>
            <dd className="numbers min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {found.slip && <SlipButton file={found.slip} number={found.number} />}
    </Panel>
  );
}

/** The note that goes into the parcel: the buyer has it on the return's page, too. */
function SlipButton({ file, number }: { file: string; number: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const fetching = useReturnFile();
  return (
    <div className="flex flex-col gap-8 pt-16">
      {fetching.error && <Note tone="bad">{problemText(fetching.error)}</Note>}
      <Button
        className="self-start"
        isBusy={fetching.isPending}
        onClick={() => fetching.mutate({ file }, { onSuccess: (blob) => openFile(blob, "pdf", number) })}
      >
        {t("claims.slip")}
      </Button>
    </div>
  );
}
