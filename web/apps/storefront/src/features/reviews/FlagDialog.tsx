import { useFlagReview, type Review, type ReviewFlag } from "@feria/api";
import { Button, Dialog, Field, Note, RadioGroup, showToast, TextInput } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "../../texts";

const REASONS = ["offensive", "spam", "personal_data", "not_about_product", "other"] as const;
const NOTE_MAX = 200;

/** What is wrong with a review, for the marketplace's people. */
export function FlagDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { t } = useTranslation();
  const flag = useFlagReview();
  const [reason, setReason] = useState<ReviewFlag["reason"]>("offensive");
  const [note, setNote] = useState("");
  const send = () =>
    flag.mutate(
      { reviewId: review.id, reason, note: note.trim() },
      {
        onSuccess: () => {
          showToast({ text: t("reviews.flag.sent") });
          onClose();
        },
      },
    );
  return (
    <Dialog isOpen onClose={onClose} title={t("reviews.flag.title")} closeLabel={t("frame.close")}>
      <form
        className="flex flex-col gap-16 text-ink"
        onSubmit={(event) => {
          event.preventDefault();
          if (!flag.isPending) send();
        }}
      >
        {flag.error && (
          <div role="alert">
            <Note tone="bad">{flag.error.message}</Note>
          </div>
        )}
        <RadioGroup
          legend={t("reviews.flag.reason")}
          name="reason"
          value={reason}
          onChange={(value) => setReason(value as ReviewFlag["reason"])}
          options={REASONS.map((one) => ({ value: one, label: t(`reviews.flag.reason.${one}`) }))}
        />
        <Field label={t("reviews.flag.note")} name="note">
          <TextInput value={note} maxLength={NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
        </Field>
        <Button type="submit" variant="primary" className="self-end" isBusy={flag.isPending}>
          {t("reviews.flag.send")}
        </Button>
      </form>
    </Dialog>
  );
}
