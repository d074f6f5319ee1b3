import { useQuery } from "@tanstack/react-query";
import type { MarketplaceDashboard, SellerDashboard } from "./models";
import { read } from "./read";
import type { QueryOf } from "./types";

const SALES = "/api/v1/analytics/sales";
const REVENUE = "/api/v1/analytics/revenue";
const DASHBOARD = "/api/v1/analytics/dashboard";
export type SalesFilters = QueryOf<"get", typeof SALES>;
export type RevenueFilters = QueryOf<"get", typeof REVENUE>;

export const salesQuery = (filters: SalesFilters) => read(SALES, { query: filters });
export const revenueQuery = (filters: RevenueFilters) => read(REVENUE, { query: filters });
export const dashboardQuery = (sellerId?: string) =>
  read(DASHBOARD, { query: sellerId ? { seller_id: sellerId } : {} });

/** Sales by day, week or month; of one seller, or (operator) of the marketplace. */
export function useSales(filters: SalesFilters) {
  return useQuery(salesQuery(filters));
}

/** What was sold, and the commission that the ledger holds; of one seller, or (operator) of the marketplace. */
export function useRevenue(filters: RevenueFilters) {
  return useQuery(revenueQuery(filters));
}

/** What waits for a shop, its balance, and thirty days beside the thirty before. */
export function useSellerDashboard(sellerId: string) {
  return useQuery({ ...dashboardQuery(sellerId), select: (found) => found as SellerDashboard });
}

/** What waits for the operator, and thirty days beside the thirty before. */
export function useMarketplaceDashboard() {
  return useQuery({ ...dashboardQuery(), select: (found) => found as MarketplaceDashboard });
}
