import { useReportMessage, type Message } from "@feria/api";
import { Button, Dialog, Field, Note, TextArea } from "@feria/ui";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

type ReportMessageProps = { threadId: string; message: Message };

/** Has the marketplace look at what a buyer wrote. */
export function ReportMessage({ threadId, message }: ReportMessageProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  if (message.reported) return <span>{t("sell.messages.reported")}</span>;
  return (
    <>
      <button
        type="button"
        className="inline-flex min-h-24 items-center underline underline-offset-4 pointer-coarse:min-h-44"
        onClick={() => setIsOpen(true)}
      >
        {t("sell.messages.report")}
      </button>
      {isOpen && <ReportDialog threadId={threadId} message={message} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function ReportDialog({ threadId, message, onClose }: ReportMessageProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const form = useId();
  const problemText = useProblemText();
  const report = useReportMessage();
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const said = reason.replace(/\s+/g, " ").trim();
    setIsMissing(said === "");
    if (said && !report.isPending)
      report.mutate({ threadId, messageId: message.id, reason: said }, { onSuccess: onClose });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sell.messages.reportTitle")}
      closeLabel={t("frame.close")}
      actions={
        <Button type="submit" form={form} variant="primary" isBusy={report.isPending}>
          {t("sell.messages.reportDo")}
        </Button>
      }
    >
      <form id={form} noValidate onSubmit={send} className="dense flex flex-col gap-16 type-label font-400">
        <p>{t("sell.messages.reportHelp")}</p>
        {report.error && <Note tone="bad">{problemText(report.error)}</Note>}
        <Field
          label={t("sell.messages.reportWhy")}
          error={isMissing ? t("sell.field.required") : undefined}
          isRequired
        >
          <TextArea
            rows={3}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
