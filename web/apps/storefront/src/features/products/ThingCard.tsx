import { today, type ProductCard as Card } from "@feria/api";
import { formatPercent, pictureOf, ProductCard } from "@feria/ui";
import { useTranslation } from "../../texts";
import { useMarket } from "../../market";
import { chooseCard, useIsChosen } from "../../pictureTransition";
import { addressOf, isNew, reductionOf, thingOf } from "./card";

export type ThingCardProps = {
  card: Card;
  /** The shelf it lies on: a thing may lie on several of a page. */
  shelf: string;
  /** Its category, where the page knows it. */
  category?: string | undefined;
  isFirst?: boolean;
  sizes?: string;
  /** Of its title, below the heading that the list stands under. */
  level?: 2 | 3;
};

/** A card of the catalogue, and the start of its picture's way into the gallery. */
export function ThingCard({ card, shelf, category = "", isFirst, sizes, level }: ThingCardProps) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const key = `${shelf}/${card.id}`;
  const isChosen = useIsChosen(key);
  const reduction = reductionOf(card);
  const tag =
    reduction !== null
      ? formatPercent(reduction, locale)
      : isNew(card.published_at, today()) && t("products.new");
  return (
    <div onClickCapture={() => chooseCard(key)}>
      <ProductCard
        href={addressOf(card)}
        title={card.title}
        seller={{ name: card.seller.name, hue: card.seller.stall_hue }}
        price={card.price}
        compareAt={card.price_from ? null : card.compare_at_price}
        picture={pictureOf(card.image)}
        secondPicture={pictureOf(card.second_image)}
        thing={thingOf(card.title, category)}
        rating={card.rating}
        reviewCount={card.review_count}
        tag={tag}
        isSoldOut={!card.in_stock}
        {...(isFirst ? { isFirst } : {})}
        {...(isChosen ? { isMoving: true } : {})}
        {...(sizes ? { sizes } : {})}
        {...(level ? { level } : {})}
        labels={{
          soldOut: t("products.soldOut"),
          was: t("products.was"),
          from: card.price_from ? t("products.from") : undefined,
          rating: t("products.rating", { value: card.rating, count: card.review_count }),
        }}
        locale={locale}
      />
    </div>
  );
}
