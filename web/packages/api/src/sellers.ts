import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { read, readPages } from "./read";

const LIST = "/api/v1/sellers";
const ONE = "/api/v1/sellers/{seller_id}";
const of = (sellerId: string) => ({ seller_id: sellerId });

export const sellersQuery = (limit?: number) => read(LIST, { query: limit ? { limit } : {} });
export const sellerQuery = (idOrSlug: string) => read(ONE, { path: of(idOrSlug) });

/** All stalls, growing by `fetchNextPage`; `after` begins behind a cursor. */
export function useSellers(limit?: number, after?: string) {
  const query = { ...(limit ? { limit } : {}), ...(after ? { after } : {}) };
  return useInfiniteQuery(readPages(useQueryClient(), LIST, { query }));
}

export const sellersByIdQuery = (ids: string[]) => read(LIST, { query: { ids: [...ids].sort().join(",") } });

/** The stalls of these ids, at most a hundred: names for a list's filters. */
export function useSellersById(ids: string[]) {
  return useQuery({ ...sellersByIdQuery(ids), enabled: ids.length > 0 });
}

/** One stall as everybody sees it, by id or slug. */
export function useSeller(idOrSlug: string) {
  return useQuery(sellerQuery(idOrSlug));
}
