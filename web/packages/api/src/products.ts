import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { read, readPages } from "./read";
import type { QueryOf } from "./types";

type Known = QueryOf<"get", "/api/v1/products">;

/** Filters of the catalogue; attributes as `"attr.colour": ["red", "blue"]`. */
export type ProductFilters = Omit<Known, "brand"> & {
  brand?: string | string[];
  [attribute: `attr.${string}`]: string | string[] | undefined;
};

const LIST = "/api/v1/products";
const ONE = "/api/v1/products/{product_id}";
const PICTURES_EVERY_MS = 1_500;
const of = (productId: string) => ({ product_id: productId });

/** The first page alone, for shelves on the home page and for prefetching. */
export const productsQuery = (filters: ProductFilters = {}) => read(LIST, { query: filters as Known });

export const productQuery = (productId: string, market?: string) =>
  read(ONE, { path: of(productId), query: market ? { market } : {} });

/**
 * Cards with facets and total, growing by `fetchNextPage`. While other filters are asked for, what was there stays
 * (`isPlaceholderData`), so that nothing jumps and the focus is kept.
 */
export function useProducts(filters: ProductFilters = {}) {
  return useInfiniteQuery({
    ...readPages(useQueryClient(), LIST, { query: filters as Known }),
    placeholderData: keepPreviousData,
  });
}

/** One shelf of cards. */
export function useShelf(filters: ProductFilters) {
  return useQuery(productsQuery(filters));
}

/** One product; read again while pictures of it are being rendered. */
export function useProduct(productId: string, market?: string) {
  return useQuery({
    ...productQuery(productId, market),
    refetchInterval: (query) =>
      query.state.data?.images.some((image) => image.state === "pending") ? PICTURES_EVERY_MS : false,
  });
}
