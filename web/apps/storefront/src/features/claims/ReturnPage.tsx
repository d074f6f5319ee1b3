import { useAddReturnPhoto, useChangeReturn, useReturn, type Return } from "@feria/api";
import { Button, LinkButton, Note, Panel, Picture, PlainText, StatusDot } from "@feria/ui";
import { Fault } from "../../forms/Fault";
import { pictureAt } from "../../media";
import { useTexts } from "../../useTexts";
import { ClaimFrame, History } from "./ClaimFrame";
import { AddPhoto, Photos } from "./Photos";
import { ReturnParcel } from "./ReturnParcel";
import { Sending } from "./Sending";
import { RETURN_TONES } from "./words";

const PHOTOS_MAX = 6;

/** One return: how it stands and what to do next. */
export function ReturnPage({ number, returnId }: { number: string; returnId: string }) {
  const { t } = useTexts();
  const { data, error, isPending, refetch } = useReturn(returnId, number);
  return (
    <ClaimFrame
      number={number}
      title={data ? t("claims.return.title", { number: data.number }) : t("claims.return.one")}
      status={
        data && <StatusDot tone={RETURN_TONES[data.status]}>{t(`claims.return.${data.status}`)}</StatusDot>
      }
      error={error}
      isLoading={isPending}
      onRetry={() => void refetch()}
    >
      {data && <Found number={number} found={data} />}
    </ClaimFrame>
  );
}

type FoundProps = { number: string; found: Return };

function Found({ number, found }: FoundProps) {
  const add = useAddReturnPhoto();
  return (
    <div className="grid items-start gap-24 lg:grid-cols-3 lg:gap-x-48">
      <div className="flex min-w-0 flex-col gap-20 lg:col-span-2">
        <NextStep number={number} found={found} />
        <Things found={found} />
        {found.status === "requested" && (
          <AddPhoto
            count={found.photos.length}
            most={PHOTOS_MAX}
            isBusy={add.isPending}
            error={add.error}
            onFile={(file) => add.mutate({ returnId: found.id, order: number, file })}
          />
        )}
        <TakeBack number={number} found={found} />
      </div>
      <div className="flex min-w-0 flex-col gap-20">
        <Sums found={found} />
        <History steps={found.timeline} />
      </div>
    </div>
  );
}

/** What happens now, and what the buyer does. */
function NextStep({ number, found }: FoundProps) {
  const { t, moment } = useTexts();
  const { seller, status } = found;
  const until = found.due_at ? moment(found.due_at) : "";
  const isOver = status === "declined" || status === "rejected";
  return (
    <Panel title={t("claims.return.nextTitle")}>
      <div className="flex flex-col items-start gap-16">
        <p className="max-w-measure text-pretty">
          {status === "approved" && found.labels.length > 0
            ? t("claims.return.nowLabelled", { until })
            : t(`claims.return.now.${status}`, { seller: seller.name, until })}
        </p>
        {isOver && found.answer && (
          <Note tone="info">{t("claims.said", { who: seller.name, text: found.answer })}</Note>
        )}
        {isOver && <LinkButton href={`/orders/${number}/problem`}>{t("claims.case.open")}</LinkButton>}
        {status === "approved" && <Sending number={number} found={found} />}
        {found.parcel ? (
          <ReturnParcel found={found} />
        ) : (
          status === "in_transit" &&
          found.tracking_number && (
            <p className="numbers">
              {found.carrier} {found.tracking_number}
            </p>
          )
        )}
      </div>
    </Panel>
  );
}

function Things({ found }: { found: Return }) {
  const { t } = useTexts();
  return (
    <Panel title={t("claims.return.things")}>
      <ul className="flex flex-col gap-12">
        {found.lines.map((line) => (
          <li key={line.line_id} className="flex items-center gap-12">
            <Picture
              picture={pictureAt(line.image)}
              hue={found.seller.stall_hue}
              sizes="64px"
              rounding="thumb"
              className="w-56 shrink-0"
            />
            <div className="min-w-0">
              <p className="font-500">{line.title}</p>
              <p className="numbers type-label text-ink-2">
                {[line.variant_title, t("orders.quantity", { count: line.quantity })]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              {found.received_at && line.received < line.quantity && (
                <p className="numbers type-label text-warn">
                  {t("claims.return.came", { count: line.received, all: line.quantity })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      <div className="mt-16 flex flex-col gap-12 border-t border-line pt-16">
        <p>
          <span className="text-ink-2">{t("claims.return.reason")}: </span>
          {t(`claims.reason.${found.reason}`)}
        </p>
        {found.note && <PlainText body={found.note} />}
        <Photos photos={found.photos} />
      </div>
    </Panel>
  );
}

function Sums({ found }: { found: Return }) {
  const { t, money } = useTexts();
  const { refunded, deduction } = found;
  if (!refunded && found.refundable.amount === 0) return null;
  return (
    <Panel title={t("claims.refund")}>
      <p className="type-price-large">{money(refunded ?? found.refundable)}</p>
      {deduction.amount > 0 && (
        <p className="mt-8 break-words text-ink-2">
          {t("claims.deduction", { amount: money(deduction), reason: found.deduction_reason })}
        </p>
      )}
      {found.label_fee.amount > 0 && (
        <p className="numbers mt-8 text-ink-2">{t("claims.fee", { amount: money(found.label_fee) })}</p>
      )}
      <p className="mt-8 type-label text-ink-2">
        {t(refunded ? "claims.refund.done" : "claims.refund.expected")}
      </p>
    </Panel>
  );
}

function TakeBack({ number, found }: FoundProps) {
  const { t } = useTexts();
  const change = useChangeReturn();
  if (!found.next.includes("cancelled")) return null;
  return (
    <div className="flex flex-col items-start gap-12">
      {change.error && <Fault fault={change.error} />}
      <Button
        variant="danger"
        isBusy={change.isPending}
        onClick={() => change.mutate({ returnId: found.id, order: number, status: "cancelled" })}
      >
        {t("claims.return.cancel")}
      </Button>
    </div>
  );
}
