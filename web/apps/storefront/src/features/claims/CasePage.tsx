import { useAddCasePhoto, useCase, useChangeCase, useWriteInCase, type Case } from "@feria/api";
import { Button, Field, Note, Panel, PlainText, StatusDot, TextArea } from "@feria/ui";
import { useState } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { ClaimFrame, History } from "./ClaimFrame";
import { AddPhoto, Photos } from "./Photos";
import { CASE_TONES } from "./words";

const PHOTOS_MAX = 12;
const TEXT_MAX = 4_000;
type CaseProps = { number: string; found: Case };

/** One case: whose turn it is, what was said and shown, what was decided. */
export function CasePage({ number, caseId }: { number: string; caseId: string }) {
  const { t } = useTexts();
  const { data, error, isPending, refetch } = useCase(caseId, number);
  return (
    <ClaimFrame
      number={number}
      title={data ? t("claims.case.title", { number: data.number }) : t("claims.case.one")}
      status={data && <StatusDot tone={CASE_TONES[data.status]}>{t(`claims.case.${data.status}`)}</StatusDot>}
      error={error}
      isLoading={isPending}
      onRetry={() => void refetch()}
    >
      {data && (
        <div className="grid items-start gap-24 lg:grid-cols-3 lg:gap-x-48">
          <div className="flex min-w-0 flex-col gap-20 lg:col-span-2">
            <Now number={number} found={data} />
            <Said number={number} found={data} />
          </div>
          <History steps={data.timeline} />
        </div>
      )}
    </ClaimFrame>
  );
}

function Now({ number, found }: CaseProps) {
  const { t, moment, money } = useTexts();
  const change = useChangeCase();
  const until = found.due_at ? moment(found.due_at) : "";
  const values = { seller: found.seller.name, until, amount: found.refunded ? money(found.refunded) : "" };
  const to = (status: "under_review" | "closed") =>
    change.mutate({ caseId: found.id, order: number, status });
  return (
    <Panel title={t(`claims.caseReason.${found.reason}`)}>
      <div className="flex flex-col items-start gap-16">
        <p className="max-w-measure text-pretty">{t(`claims.case.now.${found.status}`, values)}</p>
        {found.decision && (
          <Note tone="info">{t("claims.said", { who: t("claims.by.operator"), text: found.decision })}</Note>
        )}
        {change.error && <Fault fault={change.error} />}
        <div className="flex flex-wrap gap-8">
          {found.next.includes("under_review") && (
            <Button isBusy={change.isPending} onClick={() => to("under_review")}>
              {t("claims.case.escalate")}
            </Button>
          )}
          {found.next.includes("closed") && (
            <Button isBusy={change.isPending} onClick={() => to("closed")}>
              {t("claims.case.withdraw")}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}

function Said({ number, found }: CaseProps) {
  const { t, moment } = useTexts();
  const add = useAddCasePhoto();
  return (
    <Panel title={t("claims.case.said")}>
      <ol className="flex flex-col gap-16">
        {found.messages.map((message) => (
          <li key={message.id} className="flex flex-col gap-4">
            <p className="type-label text-ink-2">
              <span className="font-600 text-ink">
                {message.by === "seller" ? found.seller.name : t(`claims.by.${message.by}`)}
              </span>{" "}
              · {moment(message.at)}
            </p>
            <PlainText body={message.text} />
          </li>
        ))}
      </ol>
      {(found.photos.length > 0 || found.may_write) && (
        <div className="mt-16 flex flex-col gap-16 border-t border-line pt-16">
          <Photos photos={found.photos} />
          {found.may_write && (
            <>
              <AddPhoto
                count={found.photos.filter(({ by }) => by === "buyer").length}
                most={PHOTOS_MAX}
                isBusy={add.isPending}
                error={add.error}
                onFile={(file) => add.mutate({ caseId: found.id, order: number, file })}
              />
              <Write number={number} found={found} />
            </>
          )}
        </div>
      )}
    </Panel>
  );
}

function Write({ number, found }: CaseProps) {
  const { t } = useTexts();
  const write = useWriteInCase();
  const [text, setText] = useState("");
  return (
    <form
      className="flex flex-col gap-12"
      onSubmit={(event) => {
        event.preventDefault();
        if (write.isPending || !text.trim()) return;
        write.mutate(
          { caseId: found.id, order: number, text: text.trim() },
          { onSuccess: () => setText("") },
        );
      }}
    >
      <Field label={t("claims.case.write")} name="message">
        <TextArea maxLength={TEXT_MAX} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {write.error && <Fault fault={write.error} />}
      <Button type="submit" className="self-start" isBusy={write.isPending} disabled={!text.trim()}>
        {t("claims.case.sendMessage")}
      </Button>
    </form>
  );
}
