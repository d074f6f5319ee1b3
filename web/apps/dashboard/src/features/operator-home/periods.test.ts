import { expect, test } from "vitest";
import { compare, firstDay } from "./periods";

const eur = (amount: number) => ({ amount, currency: "EUR" });
const days = Array.from({ length: 61 }, (_, place) => ({
  start: `day ${place}`,
  orders: place < 31 ? 1 : 2,
  revenue: eur(place < 31 ? 100 : 300),
  cancelled: eur(place === 60 ? 300 : 0),
}));

test("thirty days stand beside the thirty before, and a day more than needed is left out", () => {
  const { sales, orders, days: shown } = compare(days);
  expect(sales).toEqual({ now: 29 * 300, before: 30 * 100 });
  expect(orders).toEqual({ now: 60, before: 30 });
  expect(shown).toHaveLength(30);
  expect(shown[0]).toEqual({ start: "day 31", value: 300, previous: 100 });
  expect(shown.at(-1)).toEqual({ start: "day 60", value: 0, previous: 100 });
});

test("a marketplace younger than that has nothing to stand beside", () => {
  expect(compare(days.slice(-10))).toMatchObject({ sales: { before: 0 }, days: { length: 10 } });
});

test("two periods fit in what is read", () => {
  expect(firstDay(new Date("2026-11-26T23:30:00Z"))).toBe("2026-09-27");
});
