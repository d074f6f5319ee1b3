import { ApiProblem, type Money } from "@feria/api";

/** What can stand between a shopper and the order, each with a way on. */
export type CheckoutFault =
  | { kind: "price-changed"; total: Money }
  | { kind: "out-of-stock"; variants: string[] }
  | { kind: "already-ordered"; orderId: string; number: string }
  | { kind: "payment-in-progress"; paymentId: string; orderId: string; number: string | null }
  | { kind: "seller-unavailable" }
  | { kind: "cart-empty" }
  | { kind: "payment-over" }
  /** A code no longer counts; told where codes are entered. */
  | { kind: "coupon"; slug: string }
  /** The bank said no. */
  | { kind: "declined"; code: string }
  /** The bank's page was left without an answer; `url` leads back to it. */
  | { kind: "unconfirmed"; url: string }
  | { kind: "cancelled" }
  | { kind: "fields"; errors: { field: string; message: string }[] }
  | { kind: "problem"; status: number; title: string; requestId: string | null };

const PLAIN = new Set(["seller-unavailable", "cart-empty", "payment-over"]);

/** What the API's refusal means here. `order` is the open one, which the refusal may not name itself. */
export function faultOf(
  error: unknown,
  order: { id: string; number: string; paymentId: string } | null = null,
): CheckoutFault {
  if (!(error instanceof ApiProblem)) return { kind: "problem", status: 0, title: "", requestId: null };
  const { slug, extra, status, title, requestId } = error;
  const text = (name: string) => (typeof extra[name] === "string" ? extra[name] : null);
  if (slug.startsWith("coupon")) return { kind: "coupon", slug };
  if (PLAIN.has(slug)) return { kind: slug as "cart-empty" };
  if (slug === "price-changed" && isMoney(extra.total)) return { kind: slug, total: extra.total };
  if (slug === "out-of-stock")
    return { kind: slug, variants: Array.isArray(extra.variants) ? extra.variants.map(String) : [] };
  const orderId = text("order_id") ?? order?.id;
  const number = text("number") ?? order?.number ?? null;
  if (slug === "already-ordered" && orderId && number) return { kind: slug, orderId, number };
  const paymentId = text("payment_id") ?? order?.paymentId;
  if (slug === "payment-in-progress" && orderId && paymentId) {
    return { kind: slug, orderId, paymentId, number };
  }
  if (status === 422 && error.errors.some(isOfField)) return { kind: "fields", errors: error.errors };
  const told = error.errors.map(({ field, message }) => `${field}: ${message}`).join(", ");
  return { kind: "problem", status, title: told || title, requestId };
}

/** Of a field on the page: the address, or a seller's delivery. */
function isOfField({ field }: { field: string }): boolean {
  return field === "email" || field.startsWith("shipping");
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
}
