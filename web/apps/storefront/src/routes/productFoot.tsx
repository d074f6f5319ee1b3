import { useSeller, useShelf, type Product } from "@feria/api";
import { SellerPanel } from "../features/product/SellerPanel";
import { ThingCard } from "../features/products/ThingCard";
import { ReviewsSection } from "../features/reviews/ReviewsSection";
import { OTHER_THINGS } from "./queries";

/** What stands below a thing: its seller, and what buyers say. */
export function ProductFoot({ product }: { product: Product }) {
  return (
    <>
      <SellerOf product={product} />
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
    <SellerPanel seller={seller}>
      {cards?.map((card) => <ThingCard key={card.id} card={card} shelf="same-stall" />) ?? []}
    </SellerPanel>
  );
}
