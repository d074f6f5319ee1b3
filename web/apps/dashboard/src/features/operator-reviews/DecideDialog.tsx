import { useDecideOnReview, type OperatorReview, type ReviewStep } from "@feria/api";
import { showToast } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { ReasonDialog } from "../../operator/ReasonDialog";

type DecideDialogProps = { review: OperatorReview | null; step: ReviewStep | null; onClose: () => void };

/** Asks before a review is shown or taken away, and says what that does. */
export function DecideDialog({ review, step, onClose }: DecideDialogProps) {
  const { t } = useTranslation();
  const decide = useDecideOnReview();
  const close = () => {
    decide.reset();
    onClose();
  };
  const isHarmful = step !== "publish";
  const send = ({ reason = "" }: Record<string, string>) => {
    if (!review || !step) return;
    decide.mutate(
      { reviewId: review.id, step, reason },
      {
        onSuccess: () => {
          showToast({ text: t(`operator.reviews.${step}.done`) });
          close();
          focusTitle();
        },
      },
    );
  };
  return (
    <ReasonDialog
      isOpen={step !== null}
      onClose={close}
      title={step ? t(`operator.reviews.${step}.title`, { title: review?.product.title }) : ""}
      submitLabel={step ? t(`operator.reviews.${step}`) : ""}
      hint={t(isHarmful ? "operator.reviews.reasonHint" : "operator.reviews.logHint")}
      isReasonRequired={isHarmful}
      isHarmful={isHarmful}
      isBusy={decide.isPending}
      fault={decide.error}
      onSubmit={send}
    >
      <p>{step ? t(`operator.reviews.${step}.effects`) : ""}</p>
    </ReasonDialog>
  );
}
