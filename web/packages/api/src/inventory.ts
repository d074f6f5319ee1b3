import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { StockMovement } from "./models";
import { readPages } from "./read";
import { useWrite } from "./write";

export type InventoryFilters = { low?: boolean; q?: string; limit?: number };

/** Stock per variant; `low` for what runs out. */
export function useInventory(sellerId: string, filters: InventoryFilters = {}) {
  const target = { path: { seller_id: sellerId }, query: filters };
  return useInfiniteQuery(readPages(useQueryClient(), "/api/v1/sellers/{seller_id}/inventory", target));
}

/** Moves stock by `delta`, or sets what was `counted` against the version that was read. */
export function useMoveStock() {
  return useWrite(
    ({ sellerId, ...body }: { sellerId: string } & StockMovement) =>
      call("post", "/api/v1/sellers/{seller_id}/inventory/movements", {
        path: { seller_id: sellerId },
        body,
      }),
    ({ sellerId }) => [`/api/v1/sellers/${sellerId}/`, "/api/v1/products"],
  );
}
