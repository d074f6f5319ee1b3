import { productQuery, type Product } from "@feria/api";
import { ProductCard, ProductGrid, type PictureSource } from "@feria/ui";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { lastViewed } from "../../lastViewed";

const SHOWN_MAX = 4;

/** The four things looked at last on this device, with today's prices. */
export function LastViewed() {
  const { t } = useTranslation();
  const found = useQueries({
    queries: lastViewed()
      .slice(0, SHOWN_MAX)
      .map((id) => productQuery(id)),
  });
  const things = found.flatMap(({ data }) => (data?.status === "published" ? [data] : []));
  if (things.length === 0) return null;
  return (
    <section className="flex flex-col gap-20 text-start">
      <h2 className="type-heading">{t("cart.lastViewed")}</h2>
      <ProductGrid label={t("cart.lastViewed")}>
        {things.map((thing) => (
          <ViewedCard key={thing.id} thing={thing} />
        ))}
      </ProductGrid>
    </section>
  );
}

function ViewedCard({ thing }: { thing: Product }) {
  const { t } = useTranslation();
  const prices = thing.variants.flatMap(({ price }) => (price ? [price] : []));
  const [lowest] = [...prices].sort((one, other) => one.amount - other.amount);
  if (!lowest) return null;
  const isFrom = prices.some(({ amount }) => amount !== lowest.amount);
  return (
    <ProductCard
      href={`/p/${thing.slug}-${thing.id}`}
      title={thing.title}
      seller={{ name: thing.seller.name, hue: thing.seller.stall_hue }}
      price={lowest}
      picture={pictureOfProduct(thing)}
      isSoldOut={!thing.in_stock}
      labels={{ soldOut: t("shop.soldOut"), was: t("shop.was"), ...(isFrom ? { from: t("shop.from") } : {}) }}
    />
  );
}

function pictureOfProduct({ images }: Product): PictureSource | null {
  const image = images.find(({ state }) => state === "ready");
  if (!image) return null;
  const { alt, width, height, urls } = image;
  return { alt, width, height, urls };
}
