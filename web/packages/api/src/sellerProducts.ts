import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, fetchFile } from "./client";
import type { BulkChange, ImagePlace, ProductDraft, ProductStatus, ProductUpdate } from "./models";
import { readPages } from "./read";
import { sendImage } from "./uploads";
import { urlOf } from "./url";
import { useWrite } from "./write";

/** A seller's own products, and what is done to them; apart from `products.ts`, which every visitor loads. */

const LIST = "/api/v1/products";
const ONE = "/api/v1/products/{product_id}";
const of = (productId: string) => ({ product_id: productId });

export type SellerProductFilters = { status?: ProductStatus; import_id?: string; q?: string; limit?: number };

/** Rows of the seller's own list, drafts included. */
export function useSellerProducts(sellerId: string, filters: SellerProductFilters = {}) {
  const target = { path: { seller_id: sellerId }, query: filters };
  return useInfiniteQuery(readPages(useQueryClient(), "/api/v1/sellers/{seller_id}/products", target));
}

const touched = () => [LIST, "/api/v1/sellers/", "/api/v1/categories"];

export function useCreateProduct() {
  return useWrite((body: ProductDraft) => call("post", LIST, { body }), touched);
}

export function useUpdateProduct() {
  return useWrite(
    ({ productId, version, body }: { productId: string; version: number; body: ProductUpdate }) =>
      call("put", ONE, { path: of(productId), version, body }),
    touched,
  );
}

export type ProductVersion = { productId: string; version?: number };
const versioned = ({ productId, version }: ProductVersion) => ({
  path: of(productId),
  ...(version === undefined ? {} : { version }),
});

export function usePublishProduct() {
  return useWrite(
    (input: ProductVersion) => call("post", "/api/v1/products/{product_id}/publish", versioned(input)),
    touched,
  );
}

export function useArchiveProduct() {
  return useWrite(
    (input: ProductVersion) => call("post", "/api/v1/products/{product_id}/archive", versioned(input)),
    touched,
  );
}

/** `publishAt` as ISO 8601; null: the draft waits for somebody to publish it. */
export function useScheduleProduct() {
  return useWrite(
    ({ publishAt, ...input }: ProductVersion & { publishAt: string | null }) =>
      call("put", "/api/v1/products/{product_id}/publish-at", {
        ...versioned(input),
        body: { publish_at: publishAt },
      }),
    touched,
  );
}

export type BulkEdit = { products: { id: string; version: number }[]; change: BulkChange };

/** One change to many of a shop's products; those that another has changed meanwhile are refused. */
export function useChangeProducts() {
  return useWrite(
    ({ sellerId, ...body }: BulkEdit & { sellerId: string }) =>
      call("post", "/api/v1/sellers/{seller_id}/products/changes", { path: { seller_id: sellerId }, body }),
    touched,
  );
}

/** All of the shop's products as a file that can be imported again. */
export function useExportProducts() {
  return useMutation({
    mutationFn: (sellerId: string) =>
      fetchFile(urlOf("/api/v1/sellers/{seller_id}/exports/products.csv", { seller_id: sellerId })),
  });
}

/** The report of an import as a file. */
export function useDownloadReport() {
  return useMutation({
    mutationFn: ({ sellerId, importId }: { sellerId: string; importId: string }) =>
      fetchFile(
        urlOf("/api/v1/sellers/{seller_id}/imports/{import_id}/report.csv", {
          seller_id: sellerId,
          import_id: importId,
        }),
      ),
  });
}

export function useDuplicateProduct() {
  return useWrite(
    (productId: string) => call("post", "/api/v1/products/{product_id}/duplicate", { path: of(productId) }),
    touched,
  );
}

/** Who changed what, the newest first. */
export function useProductVersions(productId: string) {
  const target = { path: of(productId), query: { limit: 10 } };
  return useInfiniteQuery(readPages(useQueryClient(), "/api/v1/products/{product_id}/versions", target));
}

export function useDeleteProduct() {
  return useWrite((input: ProductVersion) => call("delete", ONE, versioned(input)), touched);
}

/** Sends a picture past the API, straight to the storage. */
export function useSendImage() {
  return useWrite(sendImage, touched);
}

export type ImageOfProduct = { productId: string; imageId: string };
const IMAGE = "/api/v1/products/{product_id}/images/{image_id}";

/** Moves a picture to a position and sets its text. */
/** One after the other: each place is one among those that the changes before have made. */
export function usePlaceImage() {
  return useWrite(
    ({ productId, imageId, ...body }: ImageOfProduct & ImagePlace) =>
      call("put", IMAGE, { path: { product_id: productId, image_id: imageId }, body }),
    touched,
    "place-image",
  );
}

export function useDeleteImage() {
  return useWrite(
    ({ productId, imageId }: ImageOfProduct) =>
      call("delete", IMAGE, { path: { product_id: productId, image_id: imageId } }),
    touched,
  );
}
