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

/** Units of a line that still have to leave and are in no parcel yet. */
export function packable(order: Pick<SellerOrder, "shipments">, line: OrderLine): number {
  const packed = order.shipments
    .filter(({ status }) => status === "label_created")
    .flatMap(({ items }) => items)
    .filter((item) => item.line_id === line.id);
  return openUnits(line) - packed.reduce((sum, { quantity }) => sum + quantity, 0);
}

export function packableLines(order: Pick<SellerOrder, "lines" | "shipments">): OrderLine[] {
  return order.lines.filter((line) => packable(order, line) > 0);
}

export function canShip(order: SellerOrder): boolean {
  return SHIPPABLE.has(order.status) && packableLines(order).length > 0;
}

/** Whether the address can still be changed: nothing of it is in a parcel. */
export function canMove(order: SellerOrder): boolean {
  return (order.status === "placed" || order.status === "accepted") && order.shipments.length === 0;
}

export function canCancel(order: SellerOrder): boolean {
  return CANCELLABLE.has(order.status) && openLines(order).length > 0;
}
