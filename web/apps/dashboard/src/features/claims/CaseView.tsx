import { useAddCasePhoto, useCase, useWriteInCase, type Case } from "@feria/api";
import {
  Button,
  Field,
  FileDrop,
  Note,
  Panel,
  PlainText,
  TextArea,
  TextLink,
  formatMoment,
  formatMoney,
} from "@feria/ui";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { Problem, useProblemText } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { CaseSteps } from "./CaseSteps";
import { History, Photos } from "./parts";
import { CaseState, type Side } from "./words";

type CaseViewProps = { caseId: string; side: Side; path: string };

/** One case: whose turn it is, what both sides say and show, and the decision. */
export function CaseView({ caseId, side, path }: CaseViewProps) {
  const { t } = useTranslation();
  const found = useCase(caseId);
  const back = { href: path, label: t("claims.cases.title") };
  if (found.isPending) return <WaitingPage />;
  if (found.isError) {
    return (
      <>
        <PageHead title={t("claims.cases.missing")} back={back} />
        <Problem fault={found.error} onRetry={() => void found.refetch()} />
      </>
    );
  }
  const one = found.data;
  return (
    <>
      <PageHead
        title={t("claims.case.title", { number: one.number })}
        status={<CaseState status={one.status} side={side} />}
        back={back}
        actions={<CaseSteps found={one} side={side} />}
      />
      <div className="grid items-start gap-20 xl:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-20 xl:col-span-2">
          <Now found={one} side={side} />
          <Said found={one} side={side} />
        </div>
        <div className="flex min-w-0 flex-col gap-20">
          <Facts found={one} side={side} />
          <History steps={one.timeline} />
        </div>
      </div>
    </>
  );
}

type PartProps = { found: Case; side: Side };

function Now({ found, side }: PartProps) {
  const { t, i18n } = useTranslation();
  const until = found.due_at ? formatMoment(found.due_at, { locale: i18n.language }) : "";
  const amount = found.refunded ? formatMoney(found.refunded, i18n.language) : "";
  const waits = found.status === (side === "seller" ? "awaiting_seller" : "under_review");
  return (
    <Note tone={waits ? "warn" : "info"}>
      <p>{t(`claims.case.now.${side}.${found.status}`, { until, amount, buyer: found.buyer_name })}</p>
      {found.decision && <p>{t("claims.decision", { reason: found.decision })}</p>}
    </Note>
  );
}

function Said({ found, side }: PartProps) {
  const { t, i18n } = useTranslation();
  const nameOf = (by: string) =>
    by === "seller" ? found.seller.name : by === "buyer" ? found.buyer_name : t("claims.by.operator");
  return (
    <Panel title={t(`claims.caseReason.${found.reason}`)}>
      <ol className="flex flex-col gap-16">
        {found.messages.map((message) => (
          <li key={message.id} className="flex flex-col gap-4">
            <p className="type-small text-ink-2">
              <span className="font-600 text-ink">{nameOf(message.by)}</span> ·{" "}
              {formatMoment(message.at, { locale: i18n.language })}
            </p>
            <PlainText body={message.text} />
          </li>
        ))}
      </ol>
      <div className="mt-16 flex flex-col gap-16 border-t border-line pt-16 empty:hidden">
        <Photos photos={found.photos} />
        {found.may_write && <Write found={found} side={side} />}
        {found.may_write && side === "seller" && <AddPhoto found={found} />}
      </div>
    </Panel>
  );
}

function AddPhoto({ found }: { found: Case }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const add = useAddCasePhoto();
  return (
    <FileDrop
      label={t("claims.photo.drop")}
      buttonLabel={t("claims.photo.choose")}
      hint={t("claims.sending.dropHint")}
      error={add.error ? problemText(add.error) : undefined}
      accept="image/jpeg,image/png,image/webp"
      isDisabled={add.isPending}
      onFiles={([file]) => file && add.mutate({ caseId: found.id, file })}
    />
  );
}

function Write({ found, side }: PartProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const write = useWriteInCase();
  const [text, setText] = useState("");
  return (
    <form
      className="flex flex-col gap-12"
      onSubmit={(event) => {
        event.preventDefault();
        if (write.isPending || !text.trim()) return;
        write.mutate({ caseId: found.id, text: text.trim() }, { onSuccess: () => setText("") });
      }}
    >
      <Field label={t(`claims.write.${side}`)} name="message" hint={t("claims.write.hint")}>
        <TextArea maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {write.error && <Note tone="bad">{problemText(write.error)}</Note>}
      <Button
        type="submit"
        className="self-start"
        variant={side === "seller" && found.status === "awaiting_seller" ? "primary" : "secondary"}
        isBusy={write.isPending}
        disabled={!text.trim()}
      >
        {t("claims.write.send")}
      </Button>
    </form>
  );
}

function Facts({ found, side }: PartProps) {
  const { t, i18n } = useTranslation();
  const href =
    side === "seller" ? `/sell/orders/${found.seller_order_id}` : `/operator/orders/${found.order_number}`;
  const rows: [string, ReactNode][] = [
    [
      t("claims.fact.order"),
      <TextLink key="order" href={href}>
        {found.seller_order_number}
      </TextLink>,
    ],
    [t("claims.fact.buyer"), found.buyer_name],
    [t("claims.fact.seller"), found.seller.name],
    [t("claims.fact.paid"), formatMoney(found.total, i18n.language)],
    [t("claims.fact.left"), formatMoney(found.refundable, i18n.language)],
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
    </Panel>
  );
}
