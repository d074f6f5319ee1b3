import type { SellerOrder } from "@feria/api";
import { expect, test } from "vitest";
import shopping from "../../locales/en/shopping.json";
import { trackOf } from "./track";
import { nextStep, wordOfOrder, wordOfPart, wordOfPayment } from "./words";

const texts: Record<string, string> = shopping;
const TODAY = "2026-11-26";

const part = (status: SellerOrder["status"], more: Partial<SellerOrder> = {}) =>
  ({
    status,
    payment_status: "paid",
    placed_at: "2026-11-24T10:00:00Z",
    accept_by: null,
    ship_by: null,
    delivery: null,
    shipments: [],
    timeline: [
      { status: "placed", at: "2026-11-24T10:00:00Z" },
      { status: "accepted", at: "2026-11-24T11:00:00Z" },
    ],
    ...more,
  }) as SellerOrder;

const parcel = (status: string) =>
  ({ status, shipped_at: "2026-11-25T09:00:00Z", delivered_at: null }) as SellerOrder["shipments"][number];

const PARTS = [
  "awaiting_payment",
  "placed",
  "accepted",
  "partially_shipped",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
  "expired",
] as const;

test("every state has a word and a sentence in the catalogue", () => {
  for (const status of PARTS) {
    expect(texts[`orders.state.${wordOfPart(status).key}`], status).toBeTruthy();
    expect(texts[`orders.next.${nextStep(part(status), TODAY).key}`], status).toBeTruthy();
  }
  for (const status of [
    "unpaid",
    "processing",
    "paid",
    "partially_refunded",
    "refunded",
    "failed",
  ] as const) {
    expect(texts[`orders.payment.${wordOfPayment(status).key}`], status).toBeTruthy();
  }
});

test("a paid order is Ordered; one that is being paid says so", () => {
  expect(wordOfOrder({ status: "placed", payment_status: "paid" }).key).toBe("ordered");
  expect(wordOfOrder({ status: "pending_payment", payment_status: "unpaid" }).key).toBe("toPay");
  expect(wordOfOrder({ status: "pending_payment", payment_status: "processing" }).key).toBe("confirming");
  expect(texts["orders.state.ordered"]).toBe("Ordered");
});

test("an order is being prepared once every seller has taken on their part", () => {
  const order = { status: "placed", payment_status: "paid" } as const;
  const [placed, accepted] = [{ status: "placed" }, { status: "accepted" }] as const;
  expect(wordOfOrder({ ...order, seller_orders: [accepted, placed] }).key).toBe("ordered");
  expect(wordOfOrder({ ...order, seller_orders: [accepted, accepted] }).key).toBe("accepted");
});

test("the next step names the promised days, and says when they have passed", () => {
  const delivery = { earliest: "2026-11-27", latest: "2026-11-28" };
  const sent = { shipments: [parcel("in_transit")], delivery };
  expect(nextStep(part("accepted", { ship_by: "2026-11-27T10:00:00Z", delivery }), TODAY)).toEqual({
    key: "accepted",
    day: "2026-11-27T10:00:00Z",
    range: delivery,
  });
  expect(nextStep(part("shipped", sent), TODAY)).toEqual({ key: "shipped", range: delivery });
  expect(nextStep(part("shipped", sent), "2026-11-29")).toEqual({ key: "late", day: "2026-11-28" });
  expect(nextStep(part("shipped", { ...sent, shipments: [parcel("out_for_delivery")] }), TODAY).key).toBe(
    "outForDelivery",
  );
  expect(nextStep(part("cancelled", { payment_status: "unpaid" }), TODAY).key).toBe("cancelled");
  expect(nextStep(part("cancelled"), TODAY).key).toBe("cancelledRefunded");
});

test("what is collected is never on its way", () => {
  const place = { line1: "Rua 1", line2: "", postal_code: "4000", city: "Porto", country: "PT", note: "" };
  const delivery = { earliest: "2026-11-27", latest: "2026-11-28" };
  const keys = (["accepted", "partially_shipped", "shipped", "delivered"] as const).map(
    (status) => nextStep(part(status, { pickup: place, delivery }), TODAY).key,
  );
  expect(keys).toEqual(["acceptedPickup", "partlyReady", "readyToCollect", "collected"]);
  const stops = (status: SellerOrder["status"]) => trackOf(part(status, { pickup: place }));
  expect(stops("shipped")?.stops.map(({ key }) => key)).toEqual([
    "ordered",
    "accepted",
    "ready",
    "collected",
  ]);
  expect([stops("shipped")?.done, stops("delivered")?.done]).toEqual([3, 4]);
  const whole = (pickup: typeof place | null) =>
    wordOfOrder({
      status: "shipped",
      payment_status: "paid",
      seller_orders: [
        { status: "shipped", pickup: place },
        { status: "shipped", pickup },
      ],
    }).key;
  expect([whole(place), whole(null)]).toEqual(["ready", "onItsWay"]);
  expect(keys.every((key) => texts[`orders.next.${key}`])).toBe(true);
});

test("the track counts the stops that are done and dates them", () => {
  const done = (status: SellerOrder["status"], more: Partial<SellerOrder> = {}) =>
    trackOf(part(status, more))?.done;
  expect(
    ["awaiting_payment", "placed", "accepted", "shipped", "delivered", "completed"].map((one) =>
      done(one as never),
    ),
  ).toEqual([0, 1, 2, 3, 5, 5]);
  expect(done("shipped", { shipments: [parcel("out_for_delivery")] })).toBe(4);
  expect(done("partially_shipped", { shipments: [parcel("in_transit")] })).toBe(2);
  expect([trackOf(part("cancelled")), trackOf(part("expired"))]).toEqual([null, null]);
  expect(trackOf(part("shipped", { shipments: [parcel("in_transit")] }))?.stops.map(({ at }) => at)).toEqual([
    "2026-11-24T10:00:00Z",
    "2026-11-24T11:00:00Z",
    "2026-11-25T09:00:00Z",
    null,
    null,
  ]);
});
