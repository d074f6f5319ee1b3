import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, fetchFile } from "./client";
import type { ReturnDraft, ReturnStep } from "./models";
import { orderTokenOf } from "./orderTokens";
import { read, readPages } from "./read";
import type { QueryOf } from "./types";
import { useWrite } from "./write";

const OF_ORDER = "/api/v1/orders/{order_id}/returns";
const ONE = "/api/v1/returns/{return_id}";
const OF_SELLER = "/api/v1/sellers/{seller_id}/returns";
const of = (returnId: string) => ({ return_id: returnId });
/** What a step of a return or a case changes: itself, the order, the money, what waits. */
export const claimTouched = () => [
  "/api/v1/orders",
  "/api/v1/returns",
  "/api/v1/cases",
  "/api/v1/sellers/",
  "/api/v1/operator/",
  "/api/v1/payments",
  "/api/v1/analytics",
];

/** `order` finds a guest's token: the order's number, its id or the id of one of its parts. */
type OfOrder = { order?: string };
const tokenOf = ({ order }: OfOrder) => ({ orderToken: order ? orderTokenOf(order) : null });

/** The returns of an order, and what can still be sent back. */
export function useReturnsOfOrder({ id, number }: { id: string; number: string }, isAsked = true) {
  return useQuery({
    ...read(OF_ORDER, { path: { order_id: id }, orderToken: orderTokenOf(number) }),
    enabled: isAsked,
  });
}

export function useReturn(returnId: string, order?: string) {
  return useQuery(read(ONE, { path: of(returnId), ...tokenOf(order ? { order } : {}) }));
}

export type SellerReturnFilters = Omit<QueryOf<"get", typeof OF_SELLER>, "after">;

/** The returns of a shop, for its members. */
export function useReturnsOfSeller(sellerId: string, filters: SellerReturnFilters = {}) {
  return useInfiniteQuery(
    readPages(useQueryClient(), OF_SELLER, { path: { seller_id: sellerId }, query: filters }),
  );
}

export function useRequestReturn() {
  return useWrite(
    ({ sellerOrderId, order, ...body }: OfOrder & { sellerOrderId: string } & ReturnDraft) =>
      call("post", OF_ORDER, {
        path: { order_id: sellerOrderId },
        body,
        ...tokenOf(order ? { order } : {}),
      }),
    claimTouched,
  );
}

/** Takes a return one step further. */
export function useChangeReturn() {
  return useWrite(
    ({ returnId, order, ...body }: OfOrder & { returnId: string } & ReturnStep) =>
      call("put", ONE, { path: of(returnId), body, ...tokenOf(order ? { order } : {}) }),
    claimTouched,
  );
}

export function useReturnInstructions() {
  return useWrite(
    ({ returnId, instructions }: { returnId: string; instructions: string }) =>
      call("put", "/api/v1/returns/{return_id}/instructions", {
        path: of(returnId),
        body: { instructions },
      }),
    claimTouched,
  );
}

export function useGiveLabel() {
  return useWrite(({ returnId, file }: { returnId: string; file: File }) => {
    const body = new FormData();
    body.set("file", file);
    return call("post", "/api/v1/returns/{return_id}/label", { path: of(returnId), body });
  }, claimTouched);
}

export function useAddReturnPhoto() {
  return useWrite(({ returnId, order, file }: OfOrder & { returnId: string; file: File }) => {
    const body = new FormData();
    body.set("file", file);
    return call("post", "/api/v1/returns/{return_id}/photos", {
      path: of(returnId),
      body,
      ...tokenOf(order ? { order } : {}),
    });
  }, claimTouched);
}

/** The carrier's label of a return, or its slip, by the address that the return names. */
export function useReturnFile() {
  return useMutation({
    mutationFn: ({ file, order }: OfOrder & { file: string }) =>
      fetchFile(file, order ? orderTokenOf(order) : null),
  });
}
