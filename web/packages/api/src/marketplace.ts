import { useQuery } from "@tanstack/react-query";
import { read } from "./read";

export const marketplaceQuery = () => read("/api/v1/marketplace", {});
export const legalPageQuery = (slug: string) => read("/api/v1/legal-pages/{slug}", { path: { slug } });

/** Name, accent, markets and legal pages of this marketplace. */
export function useMarketplace() {
  return useQuery(marketplaceQuery());
}

export function useLegalPage(slug: string) {
  return useQuery(legalPageQuery(slug));
}
