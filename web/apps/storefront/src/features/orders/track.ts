import type { SellerOrder } from "@feria/api";
import { reachedAt } from "./words";

export const STOPS = ["ordered", "accepted", "shipped", "outForDelivery", "delivered"] as const;
/** Of what the buyer collects. */
export const PICKUP_STOPS = ["ordered", "accepted", "ready", "collected"] as const;
export type Stop = {
  key: (typeof STOPS)[number] | (typeof PICKUP_STOPS)[number];
  at: string | null;
};

type Part = Pick<SellerOrder, "status" | "timeline" | "shipments" | "placed_at" | "pickup">;

const DONE: Record<SellerOrder["status"], number | null> = {
  awaiting_payment: 0,
  placed: 1,
  accepted: 2,
  partially_shipped: 2,
  shipped: 3,
  delivered: 5,
  completed: 5,
  cancelled: null,
  expired: null,
};

/** The way of one seller's things, and how many of its stops are done; none for what will never be sent. */
export function trackOf(part: Part): { stops: Stop[]; done: number } | null {
  const done = DONE[part.status];
  if (done === null) return null;
  const isOutForDelivery =
    part.status === "shipped" && part.shipments.some(({ status }) => status === "out_for_delivery");
  const shippedAt = part.shipments[0]?.shipped_at ?? reachedAt(part, "shipped");
  const at: Record<Stop["key"], string | null> = {
    ordered: part.placed_at,
    accepted: reachedAt(part, "accepted"),
    shipped: shippedAt,
    ready: shippedAt,
    outForDelivery: null,
    delivered: reachedAt(part, "delivered"),
    collected: reachedAt(part, "delivered"),
  };
  const stops: readonly Stop["key"][] = part.pickup ? PICKUP_STOPS : STOPS;
  const reached = Math.min(isOutForDelivery ? done + 1 : done, stops.length);
  return { done: reached, stops: stops.map((key, place) => ({ key, at: place < reached ? at[key] : null })) };
}
