import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { cameWithPage } from "./queryClient";
import { read } from "./read";

/** What is in the cart; its changes are in `cart.ts`, which pages without a button to add do not load. */

export const CART = "/api/v1/cart";
export const SHIPPING = "/api/v1/cart/shipping-options";

export const cartQuery = () => read(CART, {});
export const shippingOptionsQuery = () => read(SHIPPING, {});

export function useCart() {
  return useQuery(cartQuery());
}

/**
 * The cart for a page that is drawn ahead: while that comes alive, no more than what came along with it, although the
 * header's count may have fetched the cart by then.
 */
export function useCartOfPage() {
  const cart = useCart();
  const isAlive = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  return isAlive || cameWithPage(CART) ? cart : { ...cart, data: undefined, error: null };
}

/** What each seller of the cart offers to the cart's address. */
export function useShippingOptions({ enabled = true } = {}) {
  return useQuery({ ...shippingOptionsQuery(), enabled });
}
