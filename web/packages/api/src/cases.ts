import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { CaseDraft, CaseStep } from "./models";
import { orderTokenOf } from "./orderTokens";
import { read, readPages } from "./read";
import { claimTouched } from "./returns";
import type { QueryOf } from "./types";
import { useWrite } from "./write";

const OF_ORDER = "/api/v1/orders/{order_id}/cases";
const ONE = "/api/v1/cases/{case_id}";
const OF_SELLER = "/api/v1/sellers/{seller_id}/cases";
const ALL = "/api/v1/operator/cases";
const of = (caseId: string) => ({ case_id: caseId });

type OfOrder = { order?: string };
const tokenOf = (order: string | undefined) => ({ orderToken: order ? orderTokenOf(order) : null });

/** The cases of an order, and what may be opened. */
export function useCasesOfOrder({ id, number }: { id: string; number: string }, isAsked = true) {
  return useQuery({
    ...read(OF_ORDER, { path: { order_id: id }, orderToken: orderTokenOf(number) }),
    enabled: isAsked,
  });
}

export function useCase(caseId: string, order?: string) {
  return useQuery(read(ONE, { path: of(caseId), ...tokenOf(order) }));
}

export type CaseFilters = Omit<QueryOf<"get", typeof ALL>, "after">;

/** The cases of a shop, for its members. */
export function useCasesOfSeller(sellerId: string, filters: CaseFilters = {}) {
  return useInfiniteQuery(
    readPages(useQueryClient(), OF_SELLER, { path: { seller_id: sellerId }, query: filters }),
  );
}

/** The cases of the marketplace, for its staff. */
export function useCases(filters: CaseFilters = {}) {
  return useInfiniteQuery(readPages(useQueryClient(), ALL, { query: filters }));
}

export function useOpenCase() {
  return useWrite(
    ({ order, ...body }: OfOrder & CaseDraft) => call("post", "/api/v1/cases", { body, ...tokenOf(order) }),
    claimTouched,
  );
}

/** Takes a case one step further. */
export function useChangeCase() {
  return useWrite(
    ({ caseId, order, ...body }: OfOrder & { caseId: string } & CaseStep) =>
      call("put", ONE, { path: of(caseId), body, ...tokenOf(order) }),
    claimTouched,
  );
}

export function useWriteInCase() {
  return useWrite(
    ({ caseId, order, text }: OfOrder & { caseId: string; text: string }) =>
      call("post", "/api/v1/cases/{case_id}/messages", {
        path: of(caseId),
        body: { text },
        ...tokenOf(order),
      }),
    claimTouched,
  );
}

export function useAddCasePhoto() {
  return useWrite(({ caseId, order, file }: OfOrder & { caseId: string; file: File }) => {
    const body = new FormData();
    body.set("file", file);
    return call("post", "/api/v1/cases/{case_id}/photos", {
      path: of(caseId),
      body,
      ...tokenOf(order),
    });
  }, claimTouched);
}
