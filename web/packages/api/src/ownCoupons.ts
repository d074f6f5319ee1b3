import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, fetchFile } from "./client";
import type { CouponDraft, NewCouponDraft } from "./models";
import { read, readPages } from "./read";
import { urlOf } from "./url";
import { useWrite } from "./write";

/** Coupons as their owners keep them: a shop its own, or the marketplace (null) its own. */
export type CouponOwner = string | null;

const ALL = "/api/v1/coupons";
const OF_SHOP = "/api/v1/sellers/{seller_id}/coupons";
const ONE = "/api/v1/coupons/{coupon_id}";
const USES = "/api/v1/coupons/{coupon_id}/uses";
const of = (couponId: string) => ({ coupon_id: couponId });
const touched = () => [ALL, "/api/v1/sellers/"];

export function useOwnCoupons(owner: CouponOwner) {
  const client = useQueryClient();
  const ofShop = readPages(client, OF_SHOP, { path: { seller_id: owner ?? "" } });
  return useInfiniteQuery(owner === null ? readPages(client, ALL, {}) : ofShop);
}

export function useOwnCoupon(couponId: string) {
  return useQuery(read(ONE, { path: of(couponId) }));
}

export function useCouponUses(couponId: string) {
  return useQuery(read(USES, { path: of(couponId) }));
}

/** All uses as a file for a spreadsheet. */
export function useExportCouponUses() {
  return useMutation({
    mutationFn: (couponId: string) => fetchFile(urlOf(`${USES}.csv`, of(couponId))),
  });
}

export function useCreateCoupon(owner: CouponOwner) {
  return useWrite(
    (body: NewCouponDraft) =>
      owner === null
        ? call("post", ALL, { body })
        : call("post", OF_SHOP, { path: { seller_id: owner }, body }),
    touched,
  );
}

export function useUpdateCoupon() {
  return useWrite(
    ({ couponId, version, body }: { couponId: string; version: number; body: CouponDraft }) =>
      call("put", ONE, { path: of(couponId), version, body }),
    touched,
  );
}

/** New codes, drawn by lot; they are told this once. */
export function useDrawCodes(couponId: string) {
  return useWrite(
    (body: { count: number; prefix: string }) =>
      call("post", "/api/v1/coupons/{coupon_id}/codes", { path: of(couponId), body }),
    touched,
  );
}
