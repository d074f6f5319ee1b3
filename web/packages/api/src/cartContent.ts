import { useQuery } from "@tanstack/react-query";
import { read } from "./read";

/** What is in the cart; its changes are in `cart.ts`, which pages without a button to add do not load. */

export const CART = "/api/v1/cart";
export const SHIPPING = "/api/v1/cart/shipping-options";

export const cartQuery = () => read(CART, {});
export const shippingOptionsQuery = () => read(SHIPPING, {});

export function useCart() {
  return useQuery(cartQuery());
}

/** What each seller of the cart offers to the cart's address. */
export function useShippingOptions({ enabled = true } = {}) {
  return useQuery({ ...shippingOptionsQuery(), enabled });
}
