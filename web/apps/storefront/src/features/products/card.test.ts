import { describe, expect, it } from "vitest";
import { addressOf, isNew, reductionOf, thingOf } from "./card";

const euro = (amount: number) => ({ amount, currency: "EUR" });

describe("a reduction", () => {
  it("is whole percent, never more than it is", () => {
    expect(reductionOf({ price: euro(2900), compare_at_price: euro(3400) })).toBe(-14);
    expect(reductionOf({ price: euro(1999), compare_at_price: euro(2999) })).toBe(-33);
  });

  it("is none without a higher price before, and too little is not boasted of", () => {
    expect(reductionOf({ price: euro(2900), compare_at_price: null })).toBeNull();
    expect(reductionOf({ price: euro(2900), compare_at_price: euro(2900) })).toBeNull();
    expect(reductionOf({ price: euro(2900), compare_at_price: euro(2950) })).toBeNull();
    expect(
      reductionOf({ price: euro(2900), compare_at_price: { amount: 9900, currency: "JPY" } }),
    ).toBeNull();
  });
});

it("is new for a fortnight", () => {
  expect(isNew("2026-11-20T12:00:00Z", "2026-11-26")).toBe(true);
  expect(isNew("2026-11-01T12:00:00Z", "2026-11-26")).toBe(false);
  expect(isNew("2026-11-13T00:00:00Z", "2026-11-26")).toBe(true);
  expect(isNew("2026-11-12T23:59:59Z", "2026-11-26")).toBe(false);
  expect(isNew("2026-11-26T23:59:59Z", "2026-11-26")).toBe(true);
  expect(isNew("2026-11-27T12:00:00Z", "2026-11-26")).toBe(false);
  expect(isNew(null, "2026-11-26")).toBe(false);
});

it("is drawn by its own name first, then by its category's", () => {
  expect(thingOf("Candle in a clay cup", "candles")).toBe("candle");
  expect(thingOf("Gull, large", "table/mugs-and-cups")).toBe("cup");
  expect(thingOf("Something", "")).toBe("parcel");
});

it("has its slug and id in its address", () => {
  expect(addressOf({ slug: "mug", id: "prod_1" })).toBe("/p/mug-prod_1");
});
