import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchFile } from "./client";
import { orderTokenOf } from "./orderTokens";
import { read, readPages } from "./read";
import type { QueryOf } from "./types";
import { urlOf } from "./url";

const OF_SELLER = "/api/v1/sellers/{seller_id}/documents";
const OF_MARKETPLACE = "/api/v1/operator/documents";

/** Invoices and credit notes of an order or a seller order; guests need its secret, which is kept by its number. */
export function useOrderDocuments(orderId: string, isWanted = true, orderNumber = orderId) {
  const target = { path: { order_id: orderId }, orderToken: orderTokenOf(orderNumber) };
  return useQuery({ ...read("/api/v1/orders/{order_id}/documents", target), enabled: isWanted });
}

export type SellerDocumentFilters = Omit<QueryOf<"get", typeof OF_SELLER>, "after">;

/** What a shop has issued, and the commission invoices it was sent. */
export function useSellerDocuments(sellerId: string, filters: SellerDocumentFilters) {
  const target = { path: { seller_id: sellerId }, query: filters };
  return useInfiniteQuery(readPages(useQueryClient(), OF_SELLER, target));
}

export type CommissionInvoiceFilters = Omit<QueryOf<"get", typeof OF_MARKETPLACE>, "after">;

/** What the marketplace has billed its sellers for. */
export function useCommissionInvoices(filters: CommissionInvoiceFilters) {
  return useInfiniteQuery(readPages(useQueryClient(), OF_MARKETPLACE, { query: filters }));
}

/** A document's PDF; `orderId` names the order whose secret a guest has. */
export function useDocumentFile() {
  return useMutation({
    mutationFn: ({ file, orderId }: { file: string; orderId?: string }) =>
      fetchFile(file, orderId ? orderTokenOf(orderId) : null),
  });
}

/** What to pack for a seller order, without prices. */
export function usePackingSlip() {
  return useMutation({
    mutationFn: (sellerOrderId: string) =>
      fetchFile(urlOf("/api/v1/orders/{order_id}/packing-slip.pdf", { order_id: sellerOrderId })),
  });
}
