import {
  today,
  useIsSignedIn,
  useVoteOnReview,
  type Product,
  type Review,
  type ReviewMarks,
} from "@feria/api";
import { Button, formatDay, Note, ReviewEntry } from "@feria/ui";
import { CheckIcon } from "@feria/ui/icons";
import { lazy, Suspense, useState } from "react";
import { useMarket } from "../../market";
import { useTranslation } from "../../texts";

const FlagDialog = lazy(() => import("./FlagDialog").then((part) => ({ default: part.FlagDialog })));

export type ReviewItemProps = { review: Review; product: Product; marks: ReviewMarks | undefined };

/** A review on the product's page, with what readers may do about it. */
export function ReviewItem({ review, product, marks }: ReviewItemProps) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const { seller } = product;
  const { author, variant_title: variant, edited_at: edited, reply, photos } = review;
  const day = formatDay(review.created_at, { locale, timeZone: "UTC" }, today());
  return (
    <ReviewEntry
      stars={review.stars}
      starsLabel={t("reviews.ofFive", { count: review.stars })}
      meta={[author || t("reviews.nobody"), day, variant, edited && t("reviews.edited")]
        .filter(Boolean)
        .join(" · ")}
      text={review.text}
      photos={photos}
      photoLabel={(place) => t("reviews.photo", { place, count: photos.length, author })}
      reply={
        reply && {
          hue: seller.stall_hue,
          title: t("reviews.replyOf", { name: seller.name }),
          text: reply.text,
        }
      }
      actions={<Actions review={review} marks={marks} />}
    />
  );
}

function Actions({ review, marks }: Omit<ReviewItemProps, "product">) {
  const { t } = useTranslation();
  const isSignedIn = useIsSignedIn();
  if (marks?.own.includes(review.id)) return <p className="type-small text-ink-2">{t("reviews.own")}</p>;
  if (!isSignedIn) {
    if (review.helpful_count === 0) return null;
    return (
      <p className="type-small text-ink-2">{t("reviews.helpedCount", { count: review.helpful_count })}</p>
    );
  }
  return (
    <>
      <Vote review={review} hasVoted={marks?.helpful.includes(review.id) ?? false} />
      <Flag review={review} isFlagged={marks?.flagged.includes(review.id) ?? false} />
    </>
  );
}

function Vote({ review, hasVoted }: { review: Review; hasVoted: boolean }) {
  const { t } = useTranslation();
  const vote = useVoteOnReview();
  const count = review.helpful_count;
  return (
    <>
      <Button
        variant="quiet"
        className="-ms-20"
        aria-pressed={hasVoted}
        isBusy={vote.isPending}
        icon={hasVoted ? <CheckIcon aria-hidden className="size-20" /> : null}
        onClick={() => vote.mutate({ reviewId: review.id, helpful: !hasVoted })}
      >
        {count > 0 ? t("reviews.helpfulCount", { count }) : t("reviews.helpful")}
      </Button>
      {vote.error && (
        <div role="alert" className="order-last w-full">
          <Note tone="bad">{vote.error.message}</Note>
        </div>
      )}
    </>
  );
}

function Flag({ review, isFlagged }: { review: Review; isFlagged: boolean }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  if (isFlagged) return <p className="type-small text-ink-2">{t("reviews.flagged")}</p>;
  return (
    <>
      <Button variant="quiet" onClick={() => setIsOpen(true)}>
        {t("reviews.flag")}
      </Button>
      {isOpen && (
        <Suspense>
          <FlagDialog review={review} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
