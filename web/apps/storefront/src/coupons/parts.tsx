import type { Cart, Money } from "@feria/api";
import { Skeleton } from "@feria/ui";
import { lazy, Suspense, type ReactNode } from "react";
import type { useTexts } from "../useTexts";
import type { CouponBoxProps } from "./CouponBox";

const CouponBox = lazy(() => import("./CouponBox").then((part) => ({ default: part.CouponBox })));

/** Where codes are entered; it comes after the page, in room that is kept for it. */
export function CouponPlace(props: CouponBoxProps) {
  return (
    <Suspense fallback={<Skeleton className="h-64" />}>
      <CouponBox {...props} />
    </Suspense>
  );
}

type Texts = ReturnType<typeof useTexts>;
type Sums = Pick<Cart, "subtotal" | "shipping" | "discount" | "tax">;

/** What shipping costs once a code has taken its part off: the price as listed is struck through. */
export function ShippingPrice({ listed, off, texts }: { listed: Money; off: number; texts: Texts }) {
  if (off <= 0) return <>{texts.price(listed)}</>;
  return (
    <>
      <s className="text-ink-2">
        <span className="sr-only">{texts.t("shop.was")} </span>
        {texts.money(listed)}
      </s>{" "}
      {texts.price({ ...listed, amount: listed.amount - off })}
    </>
  );
}

/** The rows that add up to the total; what codes take off the shipping stands there, and the rest in its own row. */
export function sumRows(
  sums: Sums,
  offShipping: number,
  isTaxIncluded: boolean,
  texts: Texts,
): [string, ReactNode][] {
  const { t, money } = texts;
  const off = sums.discount.amount - offShipping;
  return [
    [t("cart.things"), money(sums.subtotal)],
    [
      t("cart.delivery"),
      <ShippingPrice key="shipping" listed={sums.shipping} off={offShipping} texts={texts} />,
    ],
    ...(off > 0
      ? [[t("cart.discount"), money({ ...sums.discount, amount: -off })] as [string, ReactNode]]
      : []),
    ...(isTaxIncluded ? [] : [[t("cart.tax"), money(sums.tax)] as [string, ReactNode]]),
  ];
}

/** What the total says of tax: that it is in it, comes on top, or is the buyer's own affair. */
export function taxWords({ groups, tax_included: isIncluded }: Cart, t: Texts["t"]): string {
  const reasons = new Set(groups.map((group) => group.tax_reason));
  const [only] = reasons;
  if (reasons.size === 1 && only && only !== "standard") return t(`cart.tax.${only}`);
  return t(isIncluded ? "cart.taxIncluded" : "cart.taxAdded");
}

export const offShippingOf = (cart: Cart): number =>
  cart.groups.reduce((sum, group) => sum + group.shipping_discount.amount, 0);
