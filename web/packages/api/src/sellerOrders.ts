import { useMutation, useQuery } from "@tanstack/react-query";
import { call, fetchFile } from "./client";
import type { OrderViewDraft, OrdersChange } from "./models";
import type { SellerOrderFilters } from "./orders";
import { read } from "./read";
import { urlOf } from "./url";
import { useWrite } from "./write";

/** What a shop does with its list of orders; apart from `orders.ts`, which buyers load. */

const VIEWS = "/api/v1/sellers/{seller_id}/order-views";
const VIEW = "/api/v1/sellers/{seller_id}/order-views/{view_id}";
const of = (sellerId: string) => ({ seller_id: sellerId });
const viewsOf = ({ sellerId }: { sellerId: string }) => [`/api/v1/sellers/${sellerId}/order-views`];

/** The shop's kept views, by name. */
export function useOrderViews(sellerId: string) {
  return useQuery(read(VIEWS, { path: of(sellerId) }));
}

export function useKeepOrderView() {
  return useWrite(
    ({ sellerId, ...body }: { sellerId: string } & OrderViewDraft) =>
      call("post", VIEWS, { path: of(sellerId), body }),
    viewsOf,
  );
}

export function useChangeOrderView() {
  return useWrite(
    ({ sellerId, viewId, ...body }: { sellerId: string; viewId: string } & OrderViewDraft) =>
      call("put", VIEW, { path: { ...of(sellerId), view_id: viewId }, body }),
    viewsOf,
  );
}

export function useForgetOrderView() {
  return useWrite(
    ({ sellerId, viewId }: { sellerId: string; viewId: string }) =>
      call("delete", VIEW, { path: { ...of(sellerId), view_id: viewId } }),
    viewsOf,
  );
}

/** One step for many orders, each for itself; sent again, what has taken it is unchanged. */
export function useChangeOrders() {
  return useWrite(
    ({ sellerId, ...body }: { sellerId: string } & OrdersChange) =>
      call("post", "/api/v1/sellers/{seller_id}/orders/bulk", { path: of(sellerId), body }),
    () => ["/api/v1/orders", "/api/v1/sellers/", "/api/v1/payments", "/api/v1/analytics"],
  );
}

/** The packing slips of many orders as one PDF. */
export function usePackingSlips() {
  return useMutation({
    mutationFn: ({ sellerId, orders }: { sellerId: string; orders: string[] }) =>
      fetchFile(urlOf("/api/v1/sellers/{seller_id}/packing-slips.pdf", of(sellerId), { order: orders })),
  });
}

/** The list with these filters as a file for a spreadsheet. */
export function useExportOrders() {
  return useMutation({
    mutationFn: ({ sellerId, filters }: { sellerId: string; filters: SellerOrderFilters }) =>
      fetchFile(urlOf("/api/v1/sellers/{seller_id}/exports/orders.csv", of(sellerId), filters)),
  });
}
