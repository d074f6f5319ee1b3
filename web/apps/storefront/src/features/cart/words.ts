import type { Cart, CartGroup, CartItem } from "@feria/api";
import { taxWords } from "../../coupons/parts";
import type { useTexts } from "../../useTexts";

type Texts = ReturnType<typeof useTexts>;

/** "Blue, large" of a variant; nothing where there is only one. */
export function optionsOf({ product }: CartItem): string {
  return product.variant_title || Object.values(product.options).join(", ");
}

/** "Porto", or the country of a seller without a town. */
export function placeOf({ seller }: CartGroup, { country }: Texts): string {
  return seller.town || country(seller.country);
}

/** "2 parcels · VAT included" */
export function inShort(cart: Cart, { t }: Texts): string {
  const sent = cart.groups.filter(({ shipping_option: option, pickup }) => option !== null && !pickup);
  const parcels = sent.length > 0 ? [t("cart.parcels", { count: sent.length })] : [];
  return [...parcels, taxWords(cart, t)].join(" · ");
}

const BLOCKING = new Set(["not_on_sale", "seller_unavailable", "sold_out", "only_left"]);

/** Whether the cart cannot be ordered before something is done about this item. */
export function isBlocked(item: CartItem): boolean {
  return item.notice !== null && BLOCKING.has(item.notice.code);
}

/** The same of a seller: a thing of theirs, or that they do not ship there. */
export function isBlockedGroup({ items, shipping_fault: fault }: CartGroup): boolean {
  return fault !== null || items.some(isBlocked);
}

/** What changed about an item, in the page's own words where it has some. */
export function noticeOf(item: CartItem, { t, money }: Texts): string | null {
  if (!item.notice) return null;
  const values = { count: item.available ?? 0, price: money(item.unit_price) };
  switch (item.notice.code) {
    case "price_changed":
      return t("cart.notice.price_changed", values);
    case "only_left":
      return t("cart.notice.only_left", values);
    case "sold_out":
      return t("cart.notice.sold_out");
    case "not_on_sale":
      return t("cart.notice.not_on_sale");
    default:
      return item.notice.message;
  }
}
