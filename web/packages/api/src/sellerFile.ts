import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type {
  MemberDraft,
  MemberRole,
  ParcelDraft,
  SellerApplication,
  SellerDraft,
  ShippingCalendarDraft,
  ShippingProfileDraft,
} from "./models";
import { read, readPages, readTagged } from "./read";
import { useWrite } from "./write";

/** A shop as its members and the operator keep it; apart from `sellers.ts`, which every list loads. */

const LIST = "/api/v1/sellers";
const ONE = "/api/v1/sellers/{seller_id}";
const MEMBERS = "/api/v1/sellers/{seller_id}/members";
const MEMBER = "/api/v1/sellers/{seller_id}/members/{account_id}";
const PROFILES = "/api/v1/sellers/{seller_id}/shipping-profiles";
const CALENDAR = "/api/v1/sellers/{seller_id}/shipping-calendar";
const of = (sellerId: string) => ({ seller_id: sellerId });

export const sellerFileQuery = (sellerId: string) =>
  read("/api/v1/sellers/{seller_id}/settings", { path: of(sellerId) });
export const membersQuery = (sellerId: string) => read(MEMBERS, { path: of(sellerId) });
export const shippingProfilesQuery = (sellerId: string) => readTagged(PROFILES, { path: of(sellerId) });

export const shippingCalendarQuery = (sellerId: string) => readTagged(CALENDAR, { path: of(sellerId) });

/** The shop with its private settings and history; for members and operators. */
export function useSellerFile(sellerId: string) {
  return useQuery(sellerFileQuery(sellerId));
}

export function useMembers(sellerId: string) {
  return useQuery(membersQuery(sellerId));
}

export function useShippingProfiles(sellerId: string) {
  return useQuery(shippingProfilesQuery(sellerId));
}

/** When the shop works. */
export function useShippingCalendar(sellerId: string) {
  return useQuery(shippingCalendarQuery(sellerId));
}

/** What each way of shipping would cost for a cart; nothing is changed by asking. */
export function usePreviewShipping() {
  return useMutation({
    mutationFn: ({ sellerId, ...body }: { sellerId: string } & ParcelDraft) =>
      call("post", "/api/v1/sellers/{seller_id}/shipping-preview", { path: of(sellerId), body }),
  });
}

/** Pending and available money, and what each seller order earned. */
export function useBalance(sellerId: string) {
  return useInfiniteQuery(
    readPages(useQueryClient(), "/api/v1/sellers/{seller_id}/balance", { path: of(sellerId), query: {} }),
  );
}

export function useLedger(sellerId: string) {
  return useInfiniteQuery(
    readPages(useQueryClient(), "/api/v1/sellers/{seller_id}/ledger", { path: of(sellerId), query: {} }),
  );
}

export function useApplyAsSeller() {
  return useWrite(
    (body: SellerApplication) => call("post", LIST, { body }),
    () => [LIST, "/api/v1/users/me"],
  );
}

export function useUpdateSeller() {
  return useWrite(
    ({ sellerId, version, body }: { sellerId: string; version: number; body: SellerDraft }) =>
      call("put", ONE, { path: of(sellerId), version, body }),
    () => [LIST, "/api/v1/users/me"],
  );
}

export function useAddMember() {
  return useWrite(
    ({ sellerId, ...body }: { sellerId: string } & MemberDraft) =>
      call("post", MEMBERS, { path: of(sellerId), body }),
    ({ sellerId }) => [`${LIST}/${sellerId}/members`],
  );
}

export type MemberOfSeller = { sellerId: string; accountId: string };
const memberOf = ({ sellerId, accountId }: MemberOfSeller) => ({ ...of(sellerId), account_id: accountId });

export function useChangeMember() {
  return useWrite(
    ({ role, ...member }: MemberOfSeller & { role: MemberRole }) =>
      call("put", MEMBER, { path: memberOf(member), body: { role } }),
    ({ sellerId }) => [`${LIST}/${sellerId}/members`],
  );
}

export function useRemoveMember() {
  return useWrite(
    (member: MemberOfSeller) => call("delete", MEMBER, { path: memberOf(member) }),
    ({ sellerId }) => [`${LIST}/${sellerId}/members`],
  );
}

/** Says when the shop works; `etag` is that of `useShippingCalendar`. */
export function useSetShippingCalendar() {
  return useWrite(
    ({ sellerId, etag, body }: { sellerId: string; etag: string | null; body: ShippingCalendarDraft }) =>
      call("put", CALENDAR, { path: of(sellerId), etag: etag ?? "*", body }),
    ({ sellerId }) => [`${LIST}/${sellerId}/shipping-`, "/api/v1/cart", "/api/v1/products/"],
  );
}

/** Replaces all shipping profiles; `etag` is that of `useShippingProfiles`. */
export function useReplaceShippingProfiles() {
  return useWrite(
    ({ sellerId, etag, items }: { sellerId: string; etag: string | null; items: ShippingProfileDraft[] }) =>
      call("put", PROFILES, { path: of(sellerId), etag: etag ?? "*", body: { items } }),
    ({ sellerId }) => [`${LIST}/${sellerId}/shipping-`, "/api/v1/cart", "/api/v1/products/"],
  );
}
