import { useReplyToReview, type OperatorReview } from "@feria/api";
import { Button, Dialog, showToast } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { Problem } from "../../frame/Problem";

type RemoveReplyDialogProps = { review: OperatorReview | null; onClose: () => void };

/** Asks before a shop's answer is taken away; the review itself stays. */
export function RemoveReplyDialog({ review, onClose }: RemoveReplyDialogProps) {
  const { t } = useTranslation();
  const reply = useReplyToReview();
  const close = () => {
    reply.reset();
    onClose();
  };
  const remove = () => {
    if (!review || reply.isPending) return;
    reply.mutate(
      { reviewId: review.id, text: "" },
      {
        onSuccess: () => {
          showToast({ text: t("operator.reviews.removeReply.done") });
          close();
          focusTitle();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen={review !== null}
      onClose={close}
      title={t("operator.reviews.removeReply.title", { name: review?.seller.name })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={close}>{t("operator.reason.back")}</Button>
          <Button variant="danger" isBusy={reply.isPending} onClick={remove}>
            {t("operator.reviews.removeReply")}
          </Button>
        </>
      }
    >
      <p>{t("operator.reviews.removeReply.effects")}</p>
      {reply.error && <Problem fault={reply.error} />}
    </Dialog>
  );
}
