import type { QueryClient } from "@tanstack/react-query";
import { CART, shippingOptionsQuery } from "./cartContent";
import { call } from "./client";
import { invalidate } from "./read";

/**
 * Has carriers asked what the cart's way costs, where a shop ships at their price; the server waits two seconds at most.
 * Without an answer the shop's own price counts, so that nothing here stops a checkout.
 */
export async function askCarriers(client: QueryClient): Promise<void> {
  try {
    const offered = await client.fetchQuery({ ...shippingOptionsQuery(), staleTime: 0 });
    if (!offered.groups.some(({ options }) => options.some(({ kind }) => kind === "live"))) return;
    const { told } = await call("post", "/api/v1/orders/shipping-rates", {});
    if (told > 0) await invalidate(client, CART);
  } catch {
    return;
  }
}
