import type { Cart, Money, Payment } from "@feria/api";
import type { AddressValues } from "../../address/schema";
import type { CheckoutFault } from "./faults";

/** The checkout as a pure machine: three sections, the order placed from them, and what stood in the way. */

export const SECTIONS = ["address", "delivery", "payment"] as const;
export type Section = (typeof SECTIONS)[number];
export type Outcome = "succeed" | "decline" | "challenge" | "late";

export type Contact = { email: string; address: AddressValues };
/** An order that waits for its payment, and what it was placed from. */
export type OpenOrder = { id: string; number: string; paymentId: string; total: Money; from: string };
/** `leaving`: on the way to the bank's page. */
export type Step = "idle" | "saving" | "placing" | "paying" | "leaving";

export type Checkout = {
  section: Section;
  contact: Contact | null;
  isDeliveryChosen: boolean;
  outcome: Outcome;
  order: OpenOrder | null;
  step: Step;
  fault: CheckoutFault | null;
  /** How many tries to pay have ended without money. */
  failures: number;
};

export type CheckoutEvent =
  | { type: "opened"; section: Section }
  | { type: "saving" }
  | { type: "refused"; fault: CheckoutFault | null }
  | { type: "addressed"; contact: Contact }
  | { type: "deliveryChosen" }
  | { type: "outcomeChosen"; outcome: Outcome }
  | { type: "placing" }
  | { type: "placed"; order: OpenOrder }
  | { type: "orderGone"; fault: CheckoutFault | null }
  | { type: "attempted"; status: Payment["status"]; code: string | null; url: string | null }
  | { type: "cameBack" }
  | { type: "attemptCancelled" };

/** What of an address decides on deliveries. */
const PLACE = ["country", "region", "postal_code"] as const;

export const NEW: Checkout = {
  section: "address",
  contact: null,
  isDeliveryChosen: false,
  outcome: "succeed",
  order: null,
  step: "idle",
  fault: null,
  failures: 0,
};

export function next(state: Checkout, event: CheckoutEvent): Checkout {
  switch (event.type) {
    case "opened":
      return isReachable(state, event.section)
        ? { ...state, section: event.section, fault: null, step: "idle" }
        : state;
    case "saving":
      return { ...state, step: "saving", fault: null };
    case "refused":
      return refused(state, event.fault);
    case "addressed":
      return addressed(state, event.contact);
    case "deliveryChosen":
      return { ...state, section: "payment", isDeliveryChosen: true, step: "idle", fault: null };
    case "outcomeChosen":
      return { ...state, outcome: event.outcome };
    case "placing":
      return { ...state, step: state.order ? "paying" : "placing", fault: null };
    case "placed":
      return { ...state, order: event.order, step: "paying", fault: null };
    case "orderGone":
      return { ...state, order: null, step: "idle", fault: event.fault };
    case "attempted":
      return attempted(state, event);
    case "cameBack":
      return state.step === "leaving" ? { ...state, step: "idle" } : state;
    case "attemptCancelled":
      return { ...state, section: "payment", step: "idle", fault: { kind: "cancelled" } };
  }
}

/** What is wrong with the address is mended there, and what is wrong with a delivery there. */
function refused(state: Checkout, fault: CheckoutFault | null): Checkout {
  const section = fault?.kind === "fields" ? sectionOf(fault.errors) : state.section;
  return { ...state, section, step: "idle", fault };
}

function sectionOf(errors: { field: string }[]): Section {
  return errors.every(({ field }) => field.startsWith("shipping.")) ? "delivery" : "address";
}

/** Another place may have other deliveries, which have to be looked at again. */
function addressed(state: Checkout, contact: Contact): Checkout {
  const before = state.contact?.address;
  const isSamePlace = PLACE.every((name) => before?.[name] === contact.address[name]);
  const isDeliveryChosen = state.isDeliveryChosen && isSamePlace;
  return {
    ...state,
    contact,
    isDeliveryChosen,
    section: isDeliveryChosen ? "payment" : "delivery",
    step: "idle",
    fault: null,
  };
}

function attempted(
  state: Checkout,
  { status, code, url }: Extract<CheckoutEvent, { type: "attempted" }>,
): Checkout {
  const idle: Checkout = { ...state, section: "payment", step: "idle" };
  if (status === "failed") {
    return { ...idle, failures: state.failures + 1, fault: { kind: "declined", code: code ?? "" } };
  }
  if (status === "cancelled") return { ...idle, fault: { kind: "cancelled" } };
  if (status === "requires_action")
    return url ? { ...idle, step: "leaving", fault: { kind: "unconfirmed", url } } : idle;
  return status === "requires_payment" ? idle : { ...idle, fault: null };
}

export function isReachable(state: Checkout, section: Section): boolean {
  if (section === "address") return true;
  return state.contact !== null && (section === "delivery" || state.isDeliveryChosen);
}

export function isDone(state: Checkout, section: Section): boolean {
  if (section === "payment") return false;
  return section === "address" ? state.contact !== null : state.isDeliveryChosen;
}

/** Where somebody goes on who comes with this state: the first section that still needs something. */
export function resumed(state: Checkout): Checkout {
  const section = isReachable(state, state.section) ? state.section : "address";
  return { ...state, section, step: "idle" };
}

/** What an order is placed from: while it stays the same, the open order can be paid; else a new one replaces it. */
export function markOf(cart: Cart, contact: Contact): string {
  const items = cart.groups.flatMap((group) => [
    `${group.seller.id} ${group.shipping_option ?? ""}`,
    ...group.items.map((item) => `${item.variant_id} ${item.quantity}`),
  ]);
  const codes = cart.coupons.map(({ code, discount }) => `${code} ${discount.amount}`);
  return JSON.stringify([
    items.sort(),
    codes.sort(),
    cart.total,
    contact.email,
    Object.entries(contact.address).sort(),
  ]);
}
