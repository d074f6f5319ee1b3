import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import { marketplaceQuery } from "./marketplace";
import type {
  CommissionRuleDraft,
  LegalPageDraft,
  MarketDraft,
  MarketplaceSettingsDraft,
  SynonymSetDraft,
} from "./models";
import { invalidate, read, readPages, readTagged } from "./read";
import type { QueryOf } from "./types";
import { useWrite } from "./write";

const SETTINGS = "/api/v1/operator/settings";
const MARKETS = "/api/v1/operator/markets";
const RULES = "/api/v1/operator/commission-rules";
const SYNONYMS = "/api/v1/operator/synonyms";
const ORDERS = "/api/v1/operator/orders";
const SELLERS = "/api/v1/operator/sellers";

export const settingsQuery = () => read(SETTINGS, {});
export const marketsQuery = () => readTagged(MARKETS, {});
export const commissionRulesQuery = () => read(RULES, {});

export function useSettings() {
  return useQuery(settingsQuery());
}

export function useMarkets() {
  return useQuery(marketsQuery());
}

export function useCommissionRules() {
  return useQuery(commissionRulesQuery());
}

/** Other processes of the server follow within 30 seconds, so the answer itself is what the pages show from now on. */
export function useUpdateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, body }: { version: number; body: MarketplaceSettingsDraft }) =>
      call("put", SETTINGS, { version, body }),
    onSuccess: async (settings) => {
      client.setQueryData(settingsQuery().queryKey, settings);
      client.setQueryData(marketplaceQuery().queryKey, (place) => place && { ...place, ...settings });
      await invalidate(client, MARKETS);
    },
  });
}

/** Replaces all markets; `etag` is that of `useMarkets`. Settings and markets have one version together. */
export function useReplaceMarkets() {
  return useWrite(
    ({ etag, items }: { etag: string | null; items: MarketDraft[] }) =>
      call("put", MARKETS, { etag: etag ?? "*", body: { items } }),
    () => [MARKETS, SETTINGS, "/api/v1/marketplace"],
  );
}

export function useReplaceCommissionRules() {
  return useWrite(
    ({ version, rules }: { version: number; rules: CommissionRuleDraft[] }) =>
      call("put", RULES, { version, body: { rules } }),
    () => [RULES],
  );
}

export function useSynonyms() {
  return useQuery(read(SYNONYMS, {}));
}

export function useReplaceSynonyms() {
  return useWrite(
    ({ version, items }: { version: number; items: SynonymSetDraft[] }) =>
      call("put", SYNONYMS, { version, body: { items } }),
    () => [SYNONYMS],
  );
}

export function useUpdateLegalPage() {
  return useWrite(
    ({ slug, version, body }: { slug: string; version: number; body: LegalPageDraft }) =>
      call("put", "/api/v1/operator/legal-pages/{slug}", { path: { slug }, version, body }),
    ({ slug }) => [`/api/v1/legal-pages/${slug}`, "/api/v1/marketplace"],
  );
}

export type OperatorOrderFilters = Omit<QueryOf<"get", typeof ORDERS>, "after">;

export function useAllOrders(filters: OperatorOrderFilters = {}) {
  return useInfiniteQuery(readPages(useQueryClient(), ORDERS, { query: filters }));
}

export type OperatorSellerFilters = Omit<QueryOf<"get", typeof SELLERS>, "after">;

export function useAllSellers(filters: OperatorSellerFilters = {}) {
  return useInfiniteQuery(readPages(useQueryClient(), SELLERS, { query: filters }));
}

export type SellerDecision = {
  sellerId: string;
  decision: "approve" | "reject" | "suspend" | "resume";
  reason?: string;
};

/** Approves, rejects, suspends or resumes a shop. */
export function useDecideOnSeller() {
  return useWrite(
    ({ sellerId, decision, reason = "" }: SellerDecision) =>
      call("post", `/api/v1/operator/sellers/{seller_id}/${decision}`, {
        path: { seller_id: sellerId },
        body: { reason },
      }),
    () => [SELLERS, "/api/v1/sellers", "/api/v1/analytics/dashboard"],
  );
}
