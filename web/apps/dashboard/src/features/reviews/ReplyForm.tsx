import { useFlagReview, useReplyToReview, type SellerReview } from "@feria/api";
import { Button, Field, Note, showToast, TextArea } from "@feria/ui";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { FlagDialog } from "./FlagDialog";

const TEXT_MAX = 2_000;
const keyOf = (review: SellerReview) => `feria.reply.${review.id}`;

/** The shop's answer: written, changed, taken away. What is typed outlives a reload. */
export function ReplyForm({ review }: { review: SellerReview }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(() => sessionStorage.getItem(keyOf(review)) !== null);
  const reply = useReplyToReview();
  const place = useRef<HTMLDivElement>(null);
  const show = (opens: boolean) => {
    setIsOpen(opens);
    // What was pressed is gone: the focus goes on with what came in its place.
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(opens ? "textarea" : "button")?.focus(),
    );
  };
  if (isOpen) {
    return (
      <div ref={place} className="w-full">
        <Form review={review} onDone={() => show(false)} />
      </div>
    );
  }
  return (
    <div ref={place} className="flex flex-wrap items-center gap-8 pt-4">
      <Button onClick={() => show(true)}>
        {t(review.reply ? "sell.reviews.change" : "sell.reviews.answer")}
      </Button>
      {review.reply && (
        <Button
          variant="danger"
          isBusy={reply.isPending}
          onClick={() => reply.mutate({ reviewId: review.id, text: "" })}
        >
          {t("sell.reviews.remove")}
        </Button>
      )}
      <Report review={review} />
      {reply.error && <Problem fault={reply.error} />}
    </div>
  );
}

function Form({ review, onDone }: { review: SellerReview; onDone: () => void }) {
  const { t } = useTranslation();
  const key = keyOf(review);
  const reply = useReplyToReview();
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? review.reply?.text ?? "");
  const [isMissing, setIsMissing] = useState(false);
  useEffect(() => sessionStorage.setItem(key, text), [key, text]);
  const close = () => {
    sessionStorage.removeItem(key);
    onDone();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(!text.trim());
    if (!text.trim() || reply.isPending) return;
    reply.mutate({ reviewId: review.id, text: text.trim() }, { onSuccess: close });
  };
  return (
    <form noValidate onSubmit={send} className="flex w-full max-w-measure flex-col gap-12 pt-4">
      {reply.error && <Problem fault={reply.error} />}
      <Field
        label={t("sell.reviews.yours")}
        hint={t("sell.reviews.yoursHint")}
        error={isMissing && t("sell.reviews.missing")}
        isRequired
      >
        <TextArea
          value={text}
          maxLength={TEXT_MAX}
          rows={3}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-8">
        <Button type="submit" variant="primary" isBusy={reply.isPending}>
          {t("sell.reviews.publish")}
        </Button>
        <Button onClick={close}>{t("frame.cancel")}</Button>
      </div>
    </form>
  );
}

/** What does not belong there, for the marketplace to look at. */
function Report({ review }: { review: SellerReview }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [isSent, setIsSent] = useState(false);
  const flag = useFlagReview();
  if (isSent) return <Note tone="info">{t("sell.reviews.reported")}</Note>;
  return (
    <>
      <Button variant="quiet" onClick={() => setIsOpen(true)}>
        {t("sell.reviews.report")}
      </Button>
      <FlagDialog
        isOpen={isOpen}
        isBusy={flag.isPending}
        fault={flag.error}
        onClose={() => setIsOpen(false)}
        onSend={(reason, note) =>
          flag.mutate(
            { reviewId: review.id, reason, note },
            {
              onSuccess: () => {
                setIsOpen(false);
                setIsSent(true);
                showToast({ text: t("sell.reviews.reported") });
              },
            },
          )
        }
      />
    </>
  );
}
