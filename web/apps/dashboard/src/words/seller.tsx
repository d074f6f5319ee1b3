import type { Earning, ProductStatus, SellerOrderCard, SellerOrderStatus, SellerStatus } from "@feria/api";
import { StatusDot, type Tone } from "@feria/ui";
import { useTranslation } from "react-i18next";

/** The one table of what stored states are called to a seller; the words themselves are in the catalogue. */
const TONES: {
  order: Record<SellerOrderStatus, Tone>;
  product: Record<ProductStatus, Tone>;
  shop: Record<SellerStatus, Tone>;
  earning: Record<Earning["status"], Tone>;
} = {
  order: {
    awaiting_payment: "neutral",
    placed: "warn",
    accepted: "info",
    partially_shipped: "info",
    shipped: "plum",
    delivered: "good",
    completed: "good",
    cancelled: "neutral",
    expired: "neutral",
  },
  product: { draft: "warn", in_review: "info", published: "good", archived: "neutral" },
  shop: {
    applied: "info",
    onboarding: "info",
    in_review: "info",
    active: "good",
    suspended: "bad",
    closed: "neutral",
    rejected: "bad",
  },
  earning: { pending: "info", available: "good", reversed: "neutral" },
};

type Kind = keyof typeof TONES;
type StateOf<K extends Kind> = keyof (typeof TONES)[K] & string;

/** The catalogue's key of a state's word. */
export function stateKey<K extends Kind>(kind: K, state: StateOf<K>): string {
  return `sell.state.${kind}.${state}`;
}

/** A state as dot and word. */
export function State<K extends Kind>({ kind, state }: { kind: K; state: StateOf<K> }) {
  const { t } = useTranslation();
  const tones = TONES[kind] as Record<string, Tone>;
  return <StatusDot tone={tones[state] ?? "neutral"}>{t(stateKey(kind, state))}</StatusDot>;
}

type SomeOrder = Pick<SellerOrderCard, "status" | "pickup">;

/** The catalogue's keys of an order's word, the first one that is there: what is collected is never shipped. */
export function orderKeys({ status, pickup }: SomeOrder): string[] {
  const key = stateKey("order", status);
  return pickup ? [`${key}.collected`, key] : [key];
}

/** Where an order is, as dot and word. */
export function OrderState({ order }: { order: SomeOrder }) {
  const { t } = useTranslation();
  return <StatusDot tone={TONES.order[order.status]}>{t(orderKeys(order))}</StatusDot>;
}
