import { expect, test } from "vitest";
import { besides, firstDay } from "./periods";

const days = Array.from({ length: 61 }, (_, place) => ({
  start: `day ${place}`,
  gmv: { amount: place, currency: "EUR" },
}));

test("thirty days stand beside the thirty before, and a day more than needed is left out", () => {
  const shown = besides(days);
  expect(shown).toHaveLength(30);
  expect(shown[0]).toEqual({ start: "day 31", value: 31, previous: 1 });
  expect(shown.at(-1)).toEqual({ start: "day 60", value: 60, previous: 30 });
});

test("a marketplace younger than that has nothing to stand beside", () => {
  expect(besides(days.slice(-10))).toHaveLength(10);
  expect(besides(days.slice(-10))[0]).toMatchObject({ previous: 0 });
});

test("two periods fit in what is read", () => {
  expect(firstDay(new Date("2026-11-26T23:30:00Z"))).toBe("2026-09-27");
});
