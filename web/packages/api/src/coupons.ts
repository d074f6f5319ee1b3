import { useIsMutating } from "@tanstack/react-query";
import { CHANGES, useCartChange } from "./cart";
import { call } from "./client";

/** Enters a code; it takes the place of another of the same shop, or of the marketplace. */
export function useEnterCoupon() {
  return useCartChange((code: string) => call("post", "/api/v1/cart/coupons", { body: { code } }));
}

/** Takes a code off the cart. */
export function useRemoveCoupon() {
  return useCartChange((code: string) => call("delete", "/api/v1/cart/coupons/{code}", { path: { code } }));
}

/** Whether what codes take off is about to be counted anew. */
export function useIsCartChanging() {
  return useIsMutating({ mutationKey: CHANGES }) > 0;
}
