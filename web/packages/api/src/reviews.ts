import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { ReviewFields, ReviewFlag } from "./models";
import { orderTokenOf } from "./orderTokens";
import { read, readPages } from "./read";
import type { QueryOf } from "./types";
import { useWrite } from "./write";

const OF_PRODUCT = "/api/v1/products/{product_id}/reviews";
const OWN = "/api/v1/reviews";
const ONE = "/api/v1/reviews/{review_id}";
const OF_SELLER = "/api/v1/sellers/{seller_id}/reviews";
const OF_OPERATOR = "/api/v1/operator/reviews";
const PHOTOS_EVERY_MS = 1_500;
const ASKED_MAX = 40;
const of = (reviewId: string) => ({ review_id: reviewId });
const touched = () => [
  "/api/v1/products",
  OWN,
  "/api/v1/sellers/",
  OF_OPERATOR,
  "/api/v1/analytics/dashboard",
];

export type ReviewFilters = Omit<QueryOf<"get", typeof OF_PRODUCT>, "after">;

/** A product's reviews; while another order or number of stars is asked for, those there stay. */
export function useReviews(productId: string, filters: ReviewFilters = {}) {
  const target = { path: { product_id: productId }, query: filters };
  return useInfiniteQuery({
    ...readPages(useQueryClient(), OF_PRODUCT, target),
    placeholderData: keepPreviousData,
  });
}

/** What the account has done about a product's reviews. */
export function useReviewMarks(productId: string, isSignedIn: boolean) {
  const marks = read("/api/v1/products/{product_id}/reviews/marks", { path: { product_id: productId } });
  return useQuery({ ...marks, enabled: isSignedIn });
}

/**
 * What arrived of an order, with the reviews of it; guests read it with the token that is kept. So many lines are
 * `expected`: those that have just arrived are known a moment later.
 */
export function useReviewsOfOrder({ id, number }: { id: string; number: string }, expected: number) {
  return useQuery({
    ...read(OWN, { query: { order_id: id }, orderToken: orderTokenOf(number) }),
    enabled: expected > 0,
    refetchInterval: ({ state: { data, dataUpdateCount: asked } }) =>
      hasPending(data) || ((data?.items.length ?? expected) < expected && asked < ASKED_MAX)
        ? PHOTOS_EVERY_MS
        : false,
  });
}

/** What arrived for the account: what waits for a review, or what has one. */
export function useOwnReviews(written: "open" | "written") {
  return useInfiniteQuery({
    ...readPages(useQueryClient(), OWN, { query: { written } }),
    refetchInterval: ({ state: { data } }) => (data?.pages.some(hasPending) ? PHOTOS_EVERY_MS : false),
  });
}

type Lines = { items: { review: { photos: { state: string }[] } | null }[] };
const hasPending = (lines: Lines | undefined) =>
  lines?.items.some(({ review }) => review?.photos.some(({ state }) => state === "pending")) ?? false;

/** `orderId` finds a guest's token. */
type OfOrder = { orderId: string };
const tokenOf = ({ orderId }: OfOrder) => ({ orderToken: orderTokenOf(orderId) });

export function useWriteReview() {
  return useWrite(
    ({
      productId,
      lineId,
      orderId,
      ...body
    }: OfOrder & { productId: string; lineId: string } & ReviewFields) =>
      call("post", OF_PRODUCT, {
        path: { product_id: productId },
        body: { ...body, line_id: lineId },
        ...tokenOf({ orderId }),
      }),
    touched,
  );
}

export function useChangeReview() {
  return useWrite(
    ({ reviewId, orderId, ...body }: OfOrder & { reviewId: string } & ReviewFields) =>
      call("put", ONE, { path: of(reviewId), body, ...tokenOf({ orderId }) }),
    touched,
  );
}

export function useDeleteReview() {
  return useWrite(
    ({ reviewId, orderId }: OfOrder & { reviewId: string }) =>
      call("delete", ONE, { path: of(reviewId), ...tokenOf({ orderId }) }),
    touched,
  );
}

export function useAddReviewPhoto() {
  return useWrite(({ reviewId, orderId, file }: OfOrder & { reviewId: string; file: File }) => {
    const body = new FormData();
    body.set("file", file);
    return call("post", "/api/v1/reviews/{review_id}/photos", {
      path: of(reviewId),
      body,
      ...tokenOf({ orderId }),
    });
  }, touched);
}

export function useDeleteReviewPhoto() {
  return useWrite(
    ({ reviewId, orderId, photoId }: OfOrder & { reviewId: string; photoId: string }) =>
      call("delete", "/api/v1/reviews/{review_id}/photos/{photo_id}", {
        path: { ...of(reviewId), photo_id: photoId },
        ...tokenOf({ orderId }),
      }),
    touched,
  );
}

export function useVoteOnReview() {
  return useWrite(
    ({ reviewId, helpful }: { reviewId: string; helpful: boolean }) =>
      call("post", "/api/v1/reviews/{review_id}/helpful", { path: of(reviewId), body: { helpful } }),
    touched,
  );
}

export function useFlagReview() {
  return useWrite(
    ({ reviewId, ...body }: { reviewId: string } & ReviewFlag) =>
      call("post", "/api/v1/reviews/{review_id}/flag", { path: of(reviewId), body }),
    touched,
  );
}

export type SellerReviewFilters = Omit<QueryOf<"get", typeof OF_SELLER>, "after">;

/** The reviews of a shop, for its members. */
export function useReviewsOfSeller(sellerId: string, filters: SellerReviewFilters = {}) {
  const target = { path: { seller_id: sellerId }, query: filters };
  return useInfiniteQuery(readPages(useQueryClient(), OF_SELLER, target));
}

/** The shop's public answer; an empty one takes it away. */
export function useReplyToReview() {
  return useWrite(async ({ reviewId, text }: { reviewId: string; text: string }) => {
    const path = "/api/v1/reviews/{review_id}/reply";
    if (text) await call("post", path, { path: of(reviewId), body: { text } });
    else await call("delete", path, { path: of(reviewId) });
  }, touched);
}

export type ReviewQueue = NonNullable<QueryOf<"get", typeof OF_OPERATOR>["queue"]>;

/** Reviews before the operator. */
export function useReviewQueue(queue: ReviewQueue) {
  return useInfiniteQuery(readPages(useQueryClient(), OF_OPERATOR, { query: { queue } }));
}

export type ReviewStep = "publish" | "reject" | "remove";

export function useDecideOnReview() {
  return useWrite(
    ({ reviewId, step, reason }: { reviewId: string; step: ReviewStep; reason: string }) =>
      call("post", `/api/v1/operator/reviews/{review_id}/${step}`, { path: of(reviewId), body: { reason } }),
    touched,
  );
}
