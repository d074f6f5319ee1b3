import type { ProductFilters } from "@feria/api";

/** The lists that pages ask for first. Python sends them along (feria/pages/storefront.py): change both. */

/** In minor units of the market's currency. */
export const SMALL_PRICE = 3000;
export const FRESH: ProductFilters = { in_stock: true, limit: 12, sort: "newest" };
export const SMALL_PRICES: ProductFilters = {
  in_stock: true,
  limit: 8,
  max_price: SMALL_PRICE,
  sort: "best_selling",
};
export const SELLERS = 24;
/** One portrait and three beside it. */
export const STORY_THINGS = 4;
/** Four, and the one that the page is about. */
export const OTHER_THINGS = 5;
