import type { Order, OrderStatus, PaymentState, SellerOrder, SellerOrderStatus } from "@feria/api";
import type { Tone } from "@feria/ui";
import type { Delivery } from "../../useTexts";

/** The catalogue's key of a word (`orders.state.<key>`), and the tone in which it is shown. */
export type Word = { key: string; tone: Tone };

/** Stored states in the buyer's words. Nothing else decides what a buyer reads of a state. */
const ORDER: Record<OrderStatus, Word> = {
  pending_payment: { key: "toPay", tone: "warn" },
  placed: { key: "ordered", tone: "info" },
  partially_shipped: { key: "partlyOnItsWay", tone: "info" },
  shipped: { key: "onItsWay", tone: "info" },
  partially_delivered: { key: "partlyDelivered", tone: "good" },
  delivered: { key: "delivered", tone: "good" },
  completed: { key: "delivered", tone: "good" },
  partially_cancelled: { key: "partlyCancelled", tone: "info" },
  cancelled: { key: "cancelled", tone: "neutral" },
  expired: { key: "expired", tone: "neutral" },
};

const SELLER_ORDER: Record<SellerOrderStatus, Word> = {
  awaiting_payment: { key: "toPay", tone: "warn" },
  placed: { key: "ordered", tone: "info" },
  accepted: { key: "accepted", tone: "info" },
  partially_shipped: { key: "partlyOnItsWay", tone: "info" },
  shipped: { key: "onItsWay", tone: "info" },
  delivered: { key: "delivered", tone: "good" },
  completed: { key: "delivered", tone: "good" },
  cancelled: { key: "cancelled", tone: "neutral" },
  expired: { key: "expired", tone: "neutral" },
};

const PAYMENT: Record<PaymentState, Word> = {
  unpaid: { key: "unpaid", tone: "warn" },
  processing: { key: "processing", tone: "info" },
  paid: { key: "paid", tone: "good" },
  partially_refunded: { key: "partlyRefunded", tone: "good" },
  refunded: { key: "refunded", tone: "neutral" },
  failed: { key: "failed", tone: "bad" },
};

type Whole = Pick<Order, "status" | "payment_status"> & {
  seller_orders?: { status: SellerOrderStatus; pickup?: SellerOrder["pickup"] }[];
};

export function wordOfOrder({ status, payment_status: paid, seller_orders: parts = [] }: Whole): Word {
  if (status === "pending_payment" && paid === "processing") return { key: "confirming", tone: "info" };
  // Every seller has taken on their part: the order itself has no state of its own for it.
  const isAccepted = parts.length > 0 && parts.every((part) => part.status === "accepted");
  if (parts.length > 0 && parts.every(({ pickup }) => pickup)) {
    if (status === "shipped") return { key: "ready", tone: "info" };
    if (status === "delivered" || status === "completed") return { key: "collected", tone: "good" };
  }
  return status === "placed" && isAccepted ? SELLER_ORDER.accepted : ORDER[status];
}

export const wordOfPart = (status: SellerOrderStatus): Word => SELLER_ORDER[status];
export const wordOfPayment = (status: PaymentState): Word => PAYMENT[status];

export type NextStep = {
  /** `orders.next.<key>` */
  key: string;
  day?: string;
  range?: Delivery;
};

type Part = Pick<
  SellerOrder,
  | "status"
  | "payment_status"
  | "accept_by"
  | "ship_by"
  | "late"
  | "delivery"
  | "pickup"
  | "shipments"
  | "timeline"
>;

/** What happens next with a seller's part, for one sentence. `today` as YYYY-MM-DD. */
export function nextStep(part: Part, today: string): NextStep {
  const range = part.delivery ?? undefined;
  const promised = range ? { range } : {};
  switch (part.status) {
    case "awaiting_payment":
      return { key: part.payment_status === "processing" ? "confirming" : "toPay" };
    case "placed":
      return part.accept_by ? { key: "placed", day: part.accept_by } : { key: "placedOpen" };
    case "accepted":
      if (part.pickup && range) return { key: "acceptedPickup", range };
      if (part.late && part.ship_by) return { key: "acceptedLate", day: part.ship_by };
      return part.ship_by ? { key: "accepted", day: part.ship_by, ...promised } : { key: "acceptedOpen" };
    case "partially_shipped":
      if (part.pickup) return { key: "partlyReady" };
      return part.late && part.ship_by
        ? { key: "partlyShippedLate", day: part.ship_by }
        : { key: "partlyShipped" };
    case "shipped":
      return part.pickup ? { key: "readyToCollect" } : shipped(part, today);
    case "delivered":
    case "completed":
      return {
        key: part.pickup ? "collected" : "delivered",
        day: reachedAt(part, "delivered") ?? part.shipments[0]?.delivered_at ?? today,
      };
    case "cancelled":
      return { key: isRefunded(part) ? "cancelledRefunded" : "cancelled" };
    case "expired":
      return { key: "expired" };
  }
}

const TROUBLE = new Set(["exception", "returned", "lost"]);

function shipped({ delivery, shipments }: Part, today: string): NextStep {
  if (shipments.some(({ status }) => status === "out_for_delivery")) return { key: "outForDelivery" };
  if (shipments.some(({ status }) => TROUBLE.has(status))) return { key: "trouble" };
  if (!delivery) return { key: "shippedOpen" };
  return delivery.latest < today
    ? { key: "late", day: delivery.latest }
    : { key: "shipped", range: delivery };
}

function isRefunded({ payment_status: paid }: Part): boolean {
  return paid === "paid" || paid === "refunded" || paid === "partially_refunded";
}

/** When a part first came to a state. */
export function reachedAt(
  { timeline }: Pick<SellerOrder, "timeline">,
  status: SellerOrderStatus,
): string | null {
  return timeline.find((entry) => entry.status === status)?.at ?? null;
}
