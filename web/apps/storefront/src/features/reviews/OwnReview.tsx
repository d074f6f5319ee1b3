import { useDeleteReview, type OwnReview as Review, type Reviewable } from "@feria/api";
import { Badge, Button, Dialog, Note, ReviewEntry } from "@feria/ui";
import { useState } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { OwnPhotos } from "./OwnPhotos";

export type OwnReviewProps = {
  line: Reviewable;
  review: Review;
  /** The time to change it has passed. */
  isOver: boolean;
  onEdit: () => void;
};

const TAKEN_AWAY = new Set(["rejected", "removed"]);

/** The buyer's own review, how it stands, and what may still be done about it. */
export function OwnReview({ line, review, isOver, onEdit }: OwnReviewProps) {
  const { t, day } = useTexts();
  const { reply, photos } = review;
  const isGone = TAKEN_AWAY.has(review.state);
  return (
    <div className="flex flex-col gap-12">
      {isGone && <Note tone="bad">{t(`reviews.state.${review.state}`, { reason: review.reason })}</Note>}
      {review.state === "pending" && <Note tone="info">{t("reviews.state.pending")}</Note>}
      <ReviewEntry
        stars={review.stars}
        starsLabel={t("reviews.ofFive", { count: review.stars })}
        head={<p className="type-label text-ink-2">{t("reviews.yours")}</p>}
        meta={day(review.created_at)}
        text={review.text}
        photos={isOver || isGone ? photos : []}
        photoLabel={(place) => t("reviews.photo", { place, count: photos.length, author: review.author })}
        reply={
          reply && {
            hue: line.seller.stall_hue,
            title: t("reviews.replyOf", { name: line.seller.name }),
            text: reply.text,
          }
        }
      />
      {!isOver && !isGone && <OwnPhotos line={line} review={review} />}
      {!isGone && (
        <div className="flex flex-wrap items-center gap-8">
          {!isOver && <Button onClick={onEdit}>{t("reviews.edit")}</Button>}
          <DeleteReview line={line} review={review} />
          {review.helpful_count > 0 && (
            <Badge>{t("reviews.helpedCount", { count: review.helpful_count })}</Badge>
          )}
        </div>
      )}
    </div>
  );
}

function DeleteReview({ line, review }: { line: Reviewable; review: Review }) {
  const { t } = useTexts();
  const [isAsked, setIsAsked] = useState(false);
  const remove = useDeleteReview();
  return (
    <>
      <Button variant="danger" onClick={() => setIsAsked(true)}>
        {t("reviews.delete")}
      </Button>
      <Dialog
        isOpen={isAsked}
        onClose={() => setIsAsked(false)}
        title={t("reviews.delete.title")}
        closeLabel={t("frame.close")}
        actions={
          <>
            <Button onClick={() => setIsAsked(false)}>{t("reviews.delete.keep")}</Button>
            <Button
              variant="danger"
              isBusy={remove.isPending}
              onClick={() => remove.mutate({ reviewId: review.id, orderId: line.order_id })}
            >
              {t("reviews.delete.send")}
            </Button>
          </>
        }
      >
        {remove.error ? <Fault fault={remove.error} /> : <p>{t("reviews.delete.help")}</p>}
      </Dialog>
    </>
  );
}
