import { itemsOf, useReviewsOfSeller, type SellerReview } from "@feria/api";
import { Anchor, Badge, EmptyState, formatDay, ReviewEntry } from "@feria/ui";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { Thumb, ThumbHue } from "../../frame/Thumb";
import { ReplyForm } from "./ReplyForm";

const LIST = "/sell/reviews";
export const REVIEW_VIEWS = ["open", "answered", "all"] as const;
export type ReviewView = (typeof REVIEW_VIEWS)[number];
const REPLIED = { open: { replied: false }, answered: { replied: true }, all: {} };

/** What buyers say of the shop's things, and what the shop answers. */
export function ReviewList({ sellerId, view }: { sellerId: string; view: ReviewView }) {
  const { t } = useTranslation();
  const list = useReviewsOfSeller(sellerId, REPLIED[view]);
  const items = itemsOf(list.data);
  const views = REVIEW_VIEWS.map((one) => ({
    href: addressOf(LIST, { view: one === "open" ? undefined : one }),
    label: t(`sell.reviews.view.${one}`),
    isCurrent: one === view,
  }));
  return (
    <ListPanel list={list} views={{ label: t("sell.reviews.title"), items: views }}>
      {items.length === 0 ? (
        <EmptyState title={t(`sell.reviews.none.${view}`)} help={t("sell.reviews.none.help")} />
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {items.map((review) => (
            <li key={review.id} className="p-16 md:px-20">
              <Entry review={review} />
            </li>
          ))}
        </ul>
      )}
    </ListPanel>
  );
}

function Entry({ review }: { review: SellerReview }) {
  const { t, i18n } = useTranslation();
  const hue = useContext(ThumbHue);
  const { photos, reply, author } = review;
  return (
    <ReviewEntry
      head={<Product review={review} />}
      stars={review.stars}
      starsLabel={t("sell.reviews.ofFive", { count: review.stars })}
      meta={[author, formatDay(review.created_at, { locale: i18n.language }), review.variant_title]
        .filter(Boolean)
        .join(" · ")}
      text={review.text || t("sell.reviews.noText")}
      photos={photos}
      photoLabel={(place) => t("sell.reviews.photo", { place, count: photos.length })}
      reply={reply && { hue: hue ?? 0, title: t("sell.reviews.yours"), text: reply.text }}
      actions={<ReplyForm review={review} />}
    />
  );
}

function Product({ review }: { review: SellerReview }) {
  const { t } = useTranslation();
  const { product } = review;
  return (
    <div className="flex flex-wrap items-center gap-x-12 gap-y-4">
      <Thumb url={product.image} />
      <Anchor
        href={`/sell/products/${product.id}`}
        className="font-500 hover:underline hover:underline-offset-4"
      >
        {product.title}
      </Anchor>
      {review.state === "flagged" && <Badge tone="warn">{t("sell.reviews.flagged")}</Badge>}
    </div>
  );
}
