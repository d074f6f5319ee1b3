import { ApiProblem, useAddToCart, type Addition, type Product, type Variant } from "@feria/api";
import { Button, QuantityStepper } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "../../texts";
import { closeCartSheet, openCartSheet } from "../../cartSheet";
import { StickyBar } from "./StickyBar";
import { quantityMax } from "./variants";

type AddToCartProps = { product: Product; variant: Variant | undefined };
const FEW = 5;

/** How many, and into the cart: it stands there at once, under its stall's awning. */
export function AddToCart({ product, variant }: AddToCartProps) {
  const { t } = useTranslation();
  const [quantity, setQuantity] = useState(1);
  const [button, setButton] = useState<HTMLElement | null>(null);
  const add = useAddToCart();
  const max = variant?.price ? quantityMax(variant, product.max_per_order) : 0;
  if (!variant?.price || max === 0) return <SoldOut product={product} />;
  const put = () => {
    add.mutate(additionOf(product, variant, quantity), { onError: () => closeCartSheet() });
    openCartSheet(product.seller.id);
  };
  return (
    <div className="flex flex-col gap-12">
      <div ref={setButton} className="flex gap-12">
        <QuantityStepper
          value={quantity}
          onChange={setQuantity}
          max={max}
          labels={{
            quantity: t("product.quantity"),
            decrease: t("product.fewer"),
            increase: t("product.more"),
          }}
        />
        <Button variant="primary" className="flex-1" onClick={put}>
          {t("product.add")}
        </Button>
      </div>
      {variant.stock_policy === "tracked" && max <= FEW && (
        <p className="type-label text-warn">{t("product.few", { count: max })}</p>
      )}
      {add.error && (
        <p role="alert" className="rounded-control bg-bad-soft px-16 py-12 text-bad">
          {add.error instanceof ApiProblem ? add.error.message : t("frame.fault")}
        </p>
      )}
      <StickyBar price={variant.price} below={button}>
        <Button variant="primary" onClick={put}>
          {t("product.add")}
        </Button>
      </StickyBar>
    </div>
  );
}

function SoldOut({ product }: { product: Product }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex flex-col gap-8">
      <Button isBusy isWide>
        {t("products.soldOut")}
      </Button>
      <p className="type-label text-ink-2">
        {product.in_stock
          ? t("product.soldOutChoose")
          : t("product.soldOutAll", { name: product.seller.name })}
      </p>
    </div>
  );
}

function additionOf(product: Product, variant: Variant, quantity: number): Addition {
  const image = product.images.find(({ id }) => id === variant.image_id) ?? product.images[0];
  const urls = Object.entries(image?.urls ?? {}).sort(([one], [other]) => Number(one) - Number(other));
  const { id, slug, title, seller } = product;
  return {
    variantId: variant.id,
    quantity,
    product: {
      id,
      slug,
      title,
      image: urls[0]?.[1] ?? null,
      options: variant.options,
      sku: variant.sku,
      variant_title: variant.title,
    },
    seller,
    unitPrice: variant.price ?? { amount: 0, currency: "EUR" },
  };
}
