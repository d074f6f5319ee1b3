import { useReportMessage, type Message } from "@feria/api";
import { Button, Dialog, Field, TextArea } from "@feria/ui";
import { useState, type FormEvent } from "react";
import { Fault } from "../forms/Fault";
import { useTexts } from "../useTexts";

type ReportMessageProps = { threadId: string; message: Message; order: string | undefined };

/** Has the marketplace look at what the shop wrote. */
export function ReportMessage({ threadId, message, order }: ReportMessageProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  if (message.reported) return <span>{t("messages.reported")}</span>;
  return (
    <>
      <button
        type="button"
        className="inline-flex min-h-24 items-center underline underline-offset-4 pointer-coarse:min-h-44"
        onClick={() => setIsOpen(true)}
      >
        {t("messages.report")}
      </button>
      <Dialog isOpen={isOpen} onClose={close} title={t("messages.reportTitle")} closeLabel={t("cart.close")}>
        <ReportForm threadId={threadId} message={message} order={order} onDone={close} />
      </Dialog>
    </>
  );
}

function ReportForm({ threadId, message, order, onDone }: ReportMessageProps & { onDone: () => void }) {
  const { t } = useTexts();
  const report = useReportMessage();
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const said = reason.replace(/\s+/g, " ").trim();
    setIsMissing(said === "");
    if (said === "" || report.isPending) return;
    report.mutate({ threadId, messageId: message.id, order, reason: said }, { onSuccess: onDone });
  };
  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-16 type-body text-ink">
      <p className="text-ink-2">{t("messages.reportHelp")}</p>
      {report.error && <Fault fault={report.error} />}
      <Field
        label={t("messages.reportWhy")}
        error={isMissing ? t("messages.reportMissing") : undefined}
        isRequired
      >
        <TextArea
          rows={3}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" className="self-end" isBusy={report.isPending}>
        {t("messages.reportDo")}
      </Button>
    </form>
  );
}
