import { itemsOf, useReviewQueue, type OperatorReview, type ReviewStep } from "@feria/api";
import { Anchor, Button, EmptyState, formatDay, ReviewEntry, StallMark, StatusDot } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { DecideDialog } from "./DecideDialog";
import { RemoveReplyDialog } from "./RemoveReplyDialog";
import { isVisible, QUEUES, STATE_TONES, stepsOf, type Queue } from "./words";

const LIST = "/operator/reviews";
type Asked = { review: OperatorReview; step: ReviewStep };

/** Reviews that wait for a decision, or those that have one. */
export function ReviewQueue({ queue }: { queue: Queue }) {
  const { t } = useTranslation();
  const list = useReviewQueue(queue);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [answered, setAnswered] = useState<OperatorReview | null>(null);
  const items = itemsOf(list.data);
  const views = QUEUES.map((one) => ({
    href: addressOf(LIST, { queue: one === "waiting" ? undefined : one }),
    label: t(`operator.reviews.queue.${one}`),
    isCurrent: one === queue,
  }));
  return (
    <>
      <ListPanel list={list} views={{ label: t("operator.reviews.title"), items: views }}>
        {items.length === 0 ? (
          <EmptyState
            title={t(`operator.reviews.none.${queue === "waiting" ? "waiting" : "other"}`)}
            help={t("operator.reviews.none.help")}
          />
        ) : (
          <ul className="divide-y divide-line border-t border-line">
            {items.map((review) => (
              <li key={review.id} className="p-16 md:px-20">
                <Entry
                  review={review}
                  onAsk={(step) => setAsked({ review, step })}
                  onRemoveReply={() => setAnswered(review)}
                />
              </li>
            ))}
          </ul>
        )}
      </ListPanel>
      <DecideDialog
        review={asked?.review ?? null}
        step={asked?.step ?? null}
        onClose={() => setAsked(null)}
      />
      <RemoveReplyDialog review={answered} onClose={() => setAnswered(null)} />
    </>
  );
}

type EntryProps = { review: OperatorReview; onAsk: (step: ReviewStep) => void; onRemoveReply: () => void };

function Entry({ review, onAsk, onRemoveReply }: EntryProps) {
  const { t, i18n } = useTranslation();
  const { seller, photos, reply, author } = review;
  return (
    <ReviewEntry
      head={<Head review={review} />}
      stars={review.stars}
      starsLabel={t("operator.reviews.ofFive", { count: review.stars })}
      meta={[author, formatDay(review.created_at, { locale: i18n.language }), review.variant_title]
        .filter(Boolean)
        .join(" · ")}
      text={review.text || t("operator.reviews.noText")}
      photos={photos}
      photoLabel={(place) => t("operator.reviews.photo", { place, count: photos.length })}
      reply={
        reply && {
          hue: seller.stall_hue,
          title: t("operator.reviews.reply", { name: seller.name }),
          text: reply.text,
        }
      }
      actions={
        <div className="flex flex-wrap gap-8 pt-4">
          {stepsOf(review.state).map((step) => (
            <Button
              key={step}
              variant={step === "publish" ? "secondary" : "danger"}
              onClick={() => onAsk(step)}
            >
              {t(`operator.reviews.${step}${review.state === "flagged" ? ".flagged" : ""}`)}
            </Button>
          ))}
          {reply && isVisible(review.state) && (
            <Button variant="danger" onClick={onRemoveReply}>
              {t("operator.reviews.removeReply")}
            </Button>
          )}
        </div>
      }
    />
  );
}

function Head({ review }: { review: OperatorReview }) {
  const { t, i18n } = useTranslation();
  const { product, seller, flags, reason, state } = review;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center gap-x-16 gap-y-4">
        <Anchor
          href={`/p/${product.slug}-${product.id}`}
          className="font-500 hover:underline hover:underline-offset-4"
        >
          {product.title}
        </Anchor>
        <StallMark name={seller.name} hue={seller.stall_hue} href={`/operator/sellers/${seller.id}`} />
        <StatusDot tone={STATE_TONES[state]}>{t(`operator.reviews.state.${state}`)}</StatusDot>
      </div>
      {reason && <p className="text-ink-2">{t("operator.reviews.because", { reason })}</p>}
      {flags.length > 0 && (
        <ul className="flex flex-col gap-4 rounded-thumb bg-warn-soft px-16 py-8 text-warn">
          {flags.map((flag, place) => (
            <li key={place}>
              {[
                t(`operator.reviews.reason.${flag.reason}`),
                flag.note && `“${flag.note}”`,
                formatDay(flag.at, { locale: i18n.language }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
