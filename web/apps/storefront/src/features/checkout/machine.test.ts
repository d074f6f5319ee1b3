import { ApiProblem, type Cart } from "@feria/api";
import { beforeEach, expect, test } from "vitest";
import { NO_ADDRESS } from "../../address/schema";
import { faultOf } from "./faults";
import { dropCheckout, keepCheckout, keptCheckout } from "./keeping";
import { isDone, isReachable, markOf, NEW, next, type Checkout, type CheckoutEvent } from "./machine";

const euro = (amount: number) => ({ amount, currency: "EUR" });
const contact = {
  email: "ana@example.org",
  address: { ...NO_ADDRESS, name: "Ana", line1: "Rua 1", city: "Porto", postal_code: "4000", country: "PT" },
};
const order = { id: "ord_1", number: "F7K2M9", paymentId: "pay_1", total: euro(1800), from: "cart" };
const after = (...events: CheckoutEvent[]) => events.reduce(next, NEW);
const attempted = (status: "failed" | "requires_action" | "succeeded", url: string | null = null) =>
  ({ type: "attempted", status, code: status === "failed" ? "card_declined" : null, url }) as const;
const readyToPay: CheckoutEvent[] = [{ type: "addressed", contact }, { type: "deliveryChosen" }];

test("sections open one after the other and fold behind", () => {
  expect(NEW.section).toBe("address");
  expect(next(NEW, { type: "opened", section: "payment" })).toBe(NEW);
  const addressed = after({ type: "addressed", contact });
  expect(addressed.section).toBe("delivery");
  expect([isDone(addressed, "address"), isDone(addressed, "delivery")]).toEqual([true, false]);
  expect(isReachable(addressed, "payment")).toBe(false);
  expect(after(...readyToPay).section).toBe("payment");
});

test("a changed street leads back to the payment, another country to its deliveries", () => {
  const changing = after(...readyToPay, { type: "opened", section: "address" });
  const street = { ...contact, address: { ...contact.address, line1: "Rua 2" } };
  expect(next(changing, { type: "addressed", contact: street }).section).toBe("payment");
  const country = { ...contact, address: { ...contact.address, country: "ES" } };
  const moved = next(changing, { type: "addressed", contact: country });
  expect([moved.section, moved.isDeliveryChosen]).toEqual(["delivery", false]);
});

test("a declined payment stays on Payment, with the order, address and choices kept", () => {
  const declined = after(...readyToPay, { type: "placing" }, { type: "placed", order }, attempted("failed"));
  expect(declined).toMatchObject({ section: "payment", step: "idle", failures: 1, order, contact });
  expect(declined.fault).toEqual({ kind: "declined", code: "card_declined" });
  const again = next(declined, { type: "placing" });
  expect([again.step, again.fault]).toEqual(["paying", null]);
});

test("the bank's page is left for with its address kept, and coming back frees the button", () => {
  const leaving = after(...readyToPay, { type: "placed", order }, attempted("requires_action", "/dev/pay/1"));
  expect(leaving).toMatchObject({ step: "leaving", fault: { kind: "unconfirmed", url: "/dev/pay/1" } });
  expect(next(leaving, { type: "cameBack" }).step).toBe("idle");
  expect(next(leaving, { type: "attemptCancelled" })).toMatchObject({ step: "idle", order });
});

test("an order that can no longer be paid is let go", () => {
  const gone = after(
    ...readyToPay,
    { type: "placed", order },
    { type: "orderGone", fault: { kind: "payment-over" } },
  );
  expect(gone).toMatchObject({ order: null, step: "idle", fault: { kind: "payment-over" } });
});

const problem = (slug: string, extra: object = {}, status = 409) =>
  new ApiProblem({ type: `https://feria.example/problems/${slug}`, ...extra }, status);

test("each refusal of the API is a fault with what its way on needs", () => {
  expect(faultOf(problem("price-changed", { total: euro(5) }))).toEqual({
    kind: "price-changed",
    total: euro(5),
  });
  expect(faultOf(problem("out-of-stock", { variants: ["var_1"] }))).toEqual({
    kind: "out-of-stock",
    variants: ["var_1"],
  });
  expect(faultOf(problem("coupon-used-up"))).toEqual({ kind: "coupon", slug: "coupon-used-up" });
  expect(faultOf(problem("already-ordered", { order_id: "ord_1", number: "F7K2M9" }))).toEqual({
    kind: "already-ordered",
    orderId: "ord_1",
    number: "F7K2M9",
  });
  const named = { order_id: "ord_1", number: "F7K2M9", payment_id: "pay_1" };
  const underWay = { kind: "payment-in-progress", orderId: "ord_1", number: "F7K2M9", paymentId: "pay_1" };
  expect(faultOf(problem("payment-in-progress", named))).toEqual(underWay);
  expect(faultOf(problem("payment-in-progress"), order)).toEqual(underWay);
  const errors = [{ field: "shipping_address.city", message: "is too long" }];
  expect(faultOf(problem("invalid", { errors }, 422))).toEqual({ kind: "fields", errors });
  expect(faultOf(ApiProblem.offline())).toMatchObject({ kind: "problem", status: 0 });
});

const cart = {
  total: euro(1800),
  coupons: [{ code: "TEN", discount: euro(200) }],
  groups: [
    { seller: { id: "sel_1" }, shipping_option: "ship_1", items: [{ variant_id: "var_1", quantity: 1 }] },
  ],
} as unknown as Cart;

test("an open order counts for the cart, delivery and address that it was placed from, and for no other", () => {
  const mark = markOf(cart, contact);
  expect(markOf(structuredClone(cart), structuredClone(contact))).toBe(mark);
  expect(markOf({ ...cart, coupons: [] }, contact)).not.toBe(mark);
  expect(markOf({ ...cart, total: euro(1900) }, contact)).not.toBe(mark);
  expect(markOf(cart, { ...contact, email: "eva@example.org" })).not.toBe(mark);
  const other = structuredClone(cart);
  other.groups[0] = { ...other.groups[0], shipping_option: "ship_2" } as Cart["groups"][number];
  expect(markOf(other, contact)).not.toBe(mark);
});

beforeEach(() => sessionStorage.clear());

test("a reload keeps sections, order and reason, but nothing is under way any more", () => {
  const paying = after(...readyToPay, { type: "placed", order });
  keepCheckout(paying);
  expect(keptCheckout()).toEqual({ ...paying, step: "idle" } satisfies Checkout);
  dropCheckout();
  expect(keptCheckout()).toEqual(NEW);
});

test("a state of another time is read as far as it goes", () => {
  sessionStorage.setItem("feria.checkout", JSON.stringify({ section: "payment" }));
  expect(keptCheckout()).toEqual(NEW);
  sessionStorage.setItem("feria.checkout", "{");
  expect(keptCheckout()).toEqual(NEW);
});
