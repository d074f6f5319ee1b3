import { useQuery } from "@tanstack/react-query";
import { read } from "./read";
import type { QueryOf } from "./types";

const SALES = "/api/v1/analytics/sales";
export type SalesFilters = QueryOf<"get", typeof SALES>;

export const salesQuery = (filters: SalesFilters) => read(SALES, { query: filters });

/** Sales by day, week or month; of one seller, or (operator) of the marketplace. */
export function useSales(filters: SalesFilters) {
  return useQuery(salesQuery(filters));
}
