import { useChangeReview, useWriteReview, type Reviewable } from "@feria/api";
import { Button, Field, StarsChoice, TextArea } from "@feria/ui";
import { Controller, useForm } from "react-hook-form";
import { draftOf, dropDraft, useDraft } from "../../forms/draft";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { useTexts } from "../../useTexts";
import { draftName, type ReviewDraft } from "./reviewDraft";

const TEXT_MAX = 5_000;

/** Stars and words about a line; what is typed outlives a reload. Photos follow once it is published. */
export function ReviewForm({ line, onDone }: { line: Reviewable; onDone: () => void }) {
  const { t } = useTexts();
  const { form, fault, send, close } = useReviewForm(line, onDone);
  const { errors, submitCount, isSubmitting } = form.formState;
  return (
    <form
      noValidate
      aria-label={t("reviews.form", { title: line.product.title })}
      onSubmit={(event) => void send(event)}
      className="flex max-w-measure flex-col gap-16"
    >
      <Summary errors={errors} count={submitCount} />
      {fault && <Fault fault={fault} />}
      <Controller
        control={form.control}
        name="stars"
        rules={{ validate: (value) => value !== null || t("reviews.stars.missing") }}
        render={({ field }) => (
          <StarsChoice
            legend={t("reviews.yourStars")}
            name="stars"
            value={field.value}
            labelOf={(count) => t("reviews.stars", { count })}
            error={errors.stars?.message}
            onChange={field.onChange}
          />
        )}
      />
      <Field
        label={t("reviews.yourText")}
        name="text"
        hint={t("reviews.yourText.hint")}
        aside={t("form.optional")}
        error={errors.text?.message}
      >
        <TextArea maxLength={TEXT_MAX} {...form.register("text")} />
      </Field>
      <div className="flex flex-wrap gap-8">
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          {t(line.review ? "reviews.save" : "reviews.publish")}
        </Button>
        <Button variant="quiet" onClick={close}>
          {t("reviews.drop")}
        </Button>
      </div>
    </form>
  );
}

function useReviewForm(line: Reviewable, onDone: () => void) {
  const { review } = line;
  const name = draftName(line);
  const write = useWriteReview();
  const change = useChangeReview();
  const form = useForm<ReviewDraft>({
    shouldFocusError: false,
    defaultValues: { stars: review?.stars ?? null, text: review?.text ?? "", ...draftOf<ReviewDraft>(name) },
  });
  useDraft(name, form);
  const close = () => {
    dropDraft(name);
    onDone();
  };
  const send = form.handleSubmit(async ({ stars, text }) => {
    if (stars === null) return;
    const body = { stars, text, orderId: line.order_id };
    try {
      await (review
        ? change.mutateAsync({ ...body, reviewId: review.id })
        : write.mutateAsync({ ...body, productId: line.product.id, lineId: line.line_id }));
      close();
    } catch (fault) {
      applyProblem(form, fault);
    }
  });
  return { form, fault: write.error ?? change.error, send, close };
}
