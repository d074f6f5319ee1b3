import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import { readPages } from "./read";
import { useWrite } from "./write";

/** Products before the operator, until he has looked at them. */

const QUEUE = "/api/v1/operator/products";
const touched = () => [QUEUE, "/api/v1/products", "/api/v1/sellers/", "/api/v1/analytics/dashboard"];

/** Those that wait the longest first. */
export function useProductsInReview() {
  return useInfiniteQuery(readPages(useQueryClient(), QUEUE, { query: { limit: 10 } }));
}

/** `version` is the one that was looked at. */
type Seen = { productId: string; version: number };

export function useApproveProduct() {
  return useWrite(
    ({ productId, version }: Seen) =>
      call("post", "/api/v1/operator/products/{product_id}/approve", {
        path: { product_id: productId },
        version,
      }),
    touched,
  );
}

export function useRejectProduct() {
  return useWrite(
    ({ productId, version, reason }: Seen & { reason: string }) =>
      call("post", "/api/v1/operator/products/{product_id}/reject", {
        path: { product_id: productId },
        version,
        body: { reason },
      }),
    touched,
  );
}

/** The shop takes one back: it is a draft again. */
export function useWithdrawProduct() {
  return useWrite(
    ({ productId }: { productId: string }) =>
      call("post", "/api/v1/products/{product_id}/withdraw", { path: { product_id: productId } }),
    touched,
  );
}
