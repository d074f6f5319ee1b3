import type { Product } from "@feria/api";
import { formatMoney, Price, Rating, StallMark } from "@feria/ui";
import { useTranslation } from "../../texts";
import { useMarket } from "../../market";
import { AddToCart } from "./AddToCart";
import { DeliveryLines } from "./DeliveryLines";
import { OptionChoice } from "./OptionChoice";
import type { Chosen } from "./useChoice";

export type BuyingColumnProps = { product: Product; choice: Chosen };
const REVIEWS_MIN = 3;

/** All that is needed to decide, in the order in which people ask. */
export function BuyingColumn({ product, choice }: BuyingColumnProps) {
  const { t } = useTranslation();
  const { seller, rating, review_count: count } = product;
  return (
    <div className="flex flex-col gap-20">
      <div className="flex flex-col gap-4">
        <StallMark name={seller.name} hue={seller.stall_hue} href={`/shops/${seller.slug}`} />
        <h1 className="type-title">{product.title}</h1>
        {rating !== null && count >= REVIEWS_MIN && (
          <a href="#reviews" className="self-start hover:underline hover:underline-offset-4">
            <Rating value={rating} count={count} label={t("products.rating", { value: rating, count })} />
          </a>
        )}
      </div>
      <PriceLine choice={choice} />
      {product.options.map((option) => (
        <OptionChoice key={option.name} product={product} option={option} choice={choice} />
      ))}
      <AddToCart key={choice.variant?.id} product={product} variant={choice.variant} />
      <DeliveryLines product={product} isSoldOut={!choice.variant?.in_stock} />
    </div>
  );
}

function PriceLine({ choice: { variant } }: { choice: Chosen }) {
  const { t } = useTranslation();
  const { locale, market } = useMarket();
  if (!variant?.price) return <p className="text-ink-2">{t("product.noPrice")}</p>;
  return (
    <div className="flex flex-wrap items-baseline gap-x-12">
      <Price
        price={variant.price}
        compareAt={variant.compare_at_price}
        wasLabel={t("products.was")}
        size="large"
        locale={locale}
      />
      <p className="type-label text-ink-2">
        {market?.tax_inclusive === false ? t("product.taxExcluded") : t("product.taxIncluded")}
      </p>
      {variant.lowest_recent_price && (
        <p className="w-full type-small text-ink-2">
          {t("product.lowest", { price: formatMoney(variant.lowest_recent_price, locale) })}
        </p>
      )}
    </div>
  );
}
