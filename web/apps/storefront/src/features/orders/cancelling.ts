import type { Order, OrderLine } from "@feria/api";

/** Units to cancel, by line. */
export type Units = Record<string, number>;

const OPEN = new Set(["placed", "accepted"]);

/** Whether anything of the order has not left, so that it can be sent elsewhere at this moment. */
export function movable(
  { cancellable_until: until, status, seller_orders: parts }: Order,
  now: number,
): boolean {
  if (!until || Date.parse(until) <= now) return false;
  if (status === "pending_payment") return true;
  return parts.some((part) => OPEN.has(part.status) && part.shipments.length === 0);
}

/**
 * The lines of which something can still be cancelled at this moment. Before it is paid an order can only be
 * cancelled as a whole: then there is nothing to choose. Null when it is too late.
 */
export function cancellable(order: Order, now: number): OrderLine[] | null {
  const { cancellable_until: until, status, payment_status: paid } = order;
  if (!until || Date.parse(until) <= now) return null;
  if (status === "pending_payment") return paid === "processing" ? null : [];
  const lines = order.seller_orders
    .filter((part) => OPEN.has(part.status))
    .flatMap((part) => part.lines)
    .filter(({ quantities: { ordered, cancelled, shipped } }) => ordered > cancelled + shipped);
  return lines.length > 0 ? lines : null;
}
