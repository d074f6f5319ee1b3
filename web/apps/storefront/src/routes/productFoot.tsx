import { useRelated, useSeller, useShelf, type Product } from "@feria/api";
import { ProductGrid } from "@feria/ui";
import { useTranslation } from "../texts";
import { SellerPanel } from "../features/product/SellerPanel";
import { ThingCard } from "../features/products/ThingCard";
import { ReviewsSection } from "../features/reviews/ReviewsSection";
import { OTHER_THINGS } from "./queries";

const RELATED_SHOWN = 4;

/** What stands below a thing: its seller, what resembles it, and what buyers say. */
export function ProductFoot({ product }: { product: Product }) {
  return (
    <>
      <SellerOf product={product} />
      <Related product={product} />
      <ReviewsSection product={product} />
    </>
  );
}

/** Who made it and what else is on the stall. */
function SellerOf({ product }: { product: Product }) {
  const seller = useSeller(product.seller.slug).data;
  const others = useShelf({ in_stock: true, limit: OTHER_THINGS, seller: product.seller.id }).data;
  if (!seller) return null;
  const cards = others?.items.filter(({ id }) => id !== product.id).slice(0, OTHER_THINGS - 1);
  return (
    <SellerPanel seller={seller} productId={product.id}>
      {cards?.map((card) => <ThingCard key={card.id} card={card} shelf="same-stall" />) ?? []}
    </SellerPanel>
  );
}

/** What resembles it, of this stall and of others. */
function Related({ product }: { product: Product }) {
  const { t } = useTranslation();
  const cards = useRelated(product.id).data?.items ?? [];
  if (cards.length === 0) return null;
  return (
    <section className="flex flex-col gap-16">
      <h2 className="type-heading">{t("product.related")}</h2>
      <ProductGrid>
        {cards.slice(0, RELATED_SHOWN).map((card) => (
          <ThingCard key={card.id} card={card} shelf="related" />
        ))}
      </ProductGrid>
    </section>
  );
}
