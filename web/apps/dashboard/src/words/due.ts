import type { SellerOrderCard } from "@feria/api";

export const DUES = ["overdue", "today"] as const;
export type Due = (typeof DUES)[number];

type HasDue = Pick<SellerOrderCard, "ship_by">;

/** Orders by when they have to leave: before now, until the end of today, later. */
export function sortByDue<Order extends HasDue>(orders: Order[], now: Date) {
  const of = (due: Due | "later") => orders.filter((order) => dueOf(order, now) === due);
  return { overdue: of("overdue"), today: of("today"), later: of("later") };
}

/** How a promise to ship stands now. */
export function dueOf({ ship_by }: HasDue, now: Date): Due | "later" {
  if (!ship_by) return "later";
  const until = new Date(ship_by);
  if (until < now) return "overdue";
  const end = new Date(now);
  end.setHours(23, 59, 59, 999);
  return until <= end ? "today" : "later";
}
