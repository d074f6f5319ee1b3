import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read } from "./read";

/** What resembles a product, of whatever stall. */
export function useRelated(productId: string) {
  return useQuery(read("/api/v1/products/{product_id}/related", { path: { product_id: productId } }));
}

/** What typed words may become; what was there stays until the next is. */
export function useSuggestions(q: string, isEnabled: boolean) {
  return useQuery({
    ...read("/api/v1/products/suggest", { query: { q } }),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
  });
}
