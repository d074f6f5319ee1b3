import type { ReviewFlag } from "@feria/api";
import { Button, Dialog, Field, Select, TextInput } from "@feria/ui";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";

const REASONS = ["offensive", "spam", "personal_data", "not_about_product", "other"] as const;
const NOTE_MAX = 200;

type FlagDialogProps = {
  isOpen: boolean;
  isBusy: boolean;
  fault: unknown;
  onClose: () => void;
  onSend: (reason: ReviewFlag["reason"], note: string) => void;
};

/** What is wrong with a review, for the marketplace's people. */
export function FlagDialog({ isOpen, isBusy, fault, onClose, onSend }: FlagDialogProps) {
  const { t } = useTranslation();
  const form = useId();
  const [reason, setReason] = useState<ReviewFlag["reason"]>("offensive");
  const [note, setNote] = useState("");
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("sell.reviews.report.title")}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button type="submit" form={form} variant="primary" isBusy={isBusy}>
            {t("sell.reviews.report.send")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-16 text-ink"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onSend(reason, note.trim());
        }}
      >
        {fault ? <Problem fault={fault} /> : null}
        <p>{t("sell.reviews.report.help")}</p>
        <Field label={t("sell.reviews.report.reason")}>
          <Select
            value={reason}
            onChange={(event) => setReason(event.target.value as ReviewFlag["reason"])}
            options={REASONS.map((one) => ({ value: one, label: t(`sell.reviews.reason.${one}`) }))}
          />
        </Field>
        <Field label={t("sell.reviews.report.note")} aside={t("sell.field.optional")}>
          <TextInput value={note} maxLength={NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
