import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import { once } from "./idempotency";
import type {
  AddressChange,
  Cancellation,
  Order,
  OrderDraft,
  OrderStatus,
  ShipmentDraft,
  StatusChange,
} from "./models";
import { keepOrderToken, orderTokenOf } from "./orderTokens";
import { invalidate, read, readPages } from "./read";
import type { QueryOf } from "./types";
import { useWrite } from "./write";

const LIST = "/api/v1/orders";
const OF_SELLER = "/api/v1/sellers/{seller_id}/orders";
const of = (orderId: string) => ({ order_id: orderId });
const named = (orderId: string) => ({ path: of(orderId), orderToken: orderTokenOf(orderId) });
const touched = () => [
  LIST,
  "/api/v1/sellers/",
  "/api/v1/operator/orders",
  "/api/v1/payments",
  "/api/v1/analytics",
];

/** An order by id or number, or a seller order by id; `kind` tells which. */
export const orderQuery = (idOrNumber: string) => read("/api/v1/orders/{order_id}", named(idOrNumber));
export const trackingQuery = (orderId: string) => read("/api/v1/orders/{order_id}/tracking", named(orderId));

export function useOrders(filters: { status?: OrderStatus; limit?: number } = {}) {
  return useInfiniteQuery(readPages(useQueryClient(), LIST, { query: filters }));
}

const PAYING_EVERY_MS = 3_000;

/** Guests read it with the token kept by `keepOrderToken`. Read again while its payment is on its way. */
export function useOrder(idOrNumber: string) {
  return useQuery({
    ...orderQuery(idOrNumber),
    refetchInterval: ({ state: { data } }) =>
      data?.payment_status === "processing" ? PAYING_EVERY_MS : false,
  });
}

export function useTracking(orderId: string) {
  return useQuery(trackingQuery(orderId));
}

export type SellerOrderFilters = Omit<QueryOf<"get", typeof OF_SELLER>, "after">;

export function useSellerOrders(sellerId: string, filters: SellerOrderFilters = {}) {
  const target = { path: { seller_id: sellerId }, query: filters };
  return useInfiniteQuery(readPages(useQueryClient(), OF_SELLER, target));
}

/** By what an order and its parts are asked for, its number first. */
export function namesOf({ number, id, seller_orders: parts }: Order): [string, ...string[]] {
  return [number, id, ...parts.map((part) => part.id)];
}

/** Places the order of the cart; pressing again after a lost answer gives the same order. Keeps a guest's token. */
export function usePlaceOrder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: OrderDraft) =>
      once("post /orders", body, (idempotencyKey) => call("post", LIST, { body, idempotencyKey })),
    onSuccess: async (order) => {
      if (order.token) keepOrderToken(order.token, ...namesOf(order));
      client.setQueryData(orderQuery(order.id).queryKey, order);
      client.setQueryData(orderQuery(order.number).queryKey, order);
      await invalidate(client, `${LIST}?`, "/api/v1/cart");
    },
  });
}

export function useCancelOrder() {
  return useWrite(
    ({ orderId, ...body }: { orderId: string } & Cancellation) =>
      call("post", "/api/v1/orders/{order_id}/cancel", { ...named(orderId), body }),
    touched,
  );
}

/** Sends an order, or one part of it, to another address; what the other side has changed meanwhile is read again. */
export function useChangeOrderAddress() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ orderId, version, ...body }: { orderId: string; version: number } & AddressChange) =>
      call("put", "/api/v1/orders/{order_id}/address", { ...named(orderId), version, body }),
    onSettled: () => invalidate(client, ...touched()),
  });
}

/** Has the link to an order mailed to whoever placed it; the answer is the same whether there is one. */
export function useFindOrder() {
  return useMutation({
    mutationFn: (body: { number: string; email: string }) => call("post", "/api/v1/orders/find", { body }),
  });
}

/** Moves a seller order on: accepted, shipped, delivered, cancelled. */
export function useChangeOrderStatus() {
  return useWrite(
    ({ orderId, ...body }: { orderId: string } & StatusChange) =>
      call("put", "/api/v1/orders/{order_id}/status", { ...named(orderId), body }),
    touched,
  );
}

/** `version` is that of the order which was looked at: the same again, once it was seen to be sent, is another parcel. */
export function useCreateShipment() {
  return useWrite(
    ({ orderId, version, ...body }: { orderId: string; version: number } & ShipmentDraft) =>
      once(`post ${orderId}/shipments ${version}`, body, (idempotencyKey) =>
        call("post", "/api/v1/orders/{order_id}/shipments", { path: of(orderId), body, idempotencyKey }),
      ),
    touched,
  );
}
