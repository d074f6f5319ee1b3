import type { OrderLine, SellerOrder } from "@feria/api";

const CANCELLABLE = new Set<SellerOrder["status"]>(["placed", "accepted", "partially_shipped"]);
const SHIPPABLE = new Set<SellerOrder["status"]>(["accepted", "partially_shipped"]);

/** Units of a line that still have to leave. */
export function openUnits({ quantities }: Pick<OrderLine, "quantities">): number {
  return quantities.ordered - quantities.cancelled - quantities.shipped;
}

export function openLines(order: Pick<SellerOrder, "lines">): OrderLine[] {
  return order.lines.filter((line) => openUnits(line) > 0);
}

export function canShip(order: SellerOrder): boolean {
  return SHIPPABLE.has(order.status) && openLines(order).length > 0;
}

export function canCancel(order: SellerOrder): boolean {
  return CANCELLABLE.has(order.status) && openLines(order).length > 0;
}
