import type { OrderStatus, PaymentState, SellerOrderStatus } from "@feria/api";
import { StatusDot, type Tone } from "@feria/ui";
import { useTranslation } from "react-i18next";

const ORDER_TONES: Record<OrderStatus, Tone> = {
  pending_payment: "warn",
  placed: "info",
  partially_shipped: "info",
  shipped: "info",
  partially_delivered: "info",
  delivered: "good",
  completed: "good",
  partially_cancelled: "info",
  cancelled: "neutral",
  expired: "neutral",
};

const PART_TONES: Record<SellerOrderStatus, Tone> = {
  awaiting_payment: "warn",
  placed: "warn",
  accepted: "info",
  partially_shipped: "info",
  shipped: "info",
  delivered: "good",
  completed: "good",
  cancelled: "neutral",
  expired: "neutral",
};

const PAYMENT_TONES: Record<PaymentState, Tone> = {
  unpaid: "warn",
  processing: "info",
  paid: "good",
  partially_refunded: "neutral",
  refunded: "neutral",
  failed: "bad",
};

export const ORDER_STATUSES = Object.keys(ORDER_TONES) as OrderStatus[];

export function OrderState({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  return <StatusDot tone={ORDER_TONES[status]}>{t(`operator.orders.status.${status}`)}</StatusDot>;
}

export function PartState({ status }: { status: SellerOrderStatus }) {
  const { t } = useTranslation();
  return <StatusDot tone={PART_TONES[status]}>{t(`operator.orders.part.${status}`)}</StatusDot>;
}

export function PaymentWord({ status }: { status: PaymentState }) {
  const { t } = useTranslation();
  return <StatusDot tone={PAYMENT_TONES[status]}>{t(`operator.orders.payment.${status}`)}</StatusDot>;
}

export type Step = "accept" | "ship" | "cancel";

/** What the operator may do in a seller's stead, the plain way last. */
export function stepsIn(status: SellerOrderStatus): Step[] {
  if (status === "placed") return ["cancel", "accept"];
  if (status === "accepted" || status === "partially_shipped") return ["cancel", "ship"];
  return [];
}
