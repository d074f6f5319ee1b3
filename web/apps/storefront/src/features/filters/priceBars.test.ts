import { expect, test } from "vitest";
import type { ListSearch } from "./listSearch";
import { heights, isInside } from "./priceBars";

const STEPS = [
  { low: 1000, high: 1500, count: 1 },
  { low: 1500, high: 2000, count: 0 },
  { low: 2000, high: 3000, count: 200 },
  { low: 3000, high: 5000, count: 50 },
];

test("the fullest step is the highest, and an empty one is not drawn", () => {
  expect(heights(STEPS)).toEqual([4, 0, 100, 25]);
});

test("a chosen price lights the steps that it reaches", () => {
  const lit = (search: ListSearch) => STEPS.map((step) => isInside(step, search));
  expect(lit({})).toEqual([true, true, true, true]);
  expect(lit({ min_price: 1500 })).toEqual([false, true, true, true]);
  expect(lit({ min_price: 1400, max_price: 2000 })).toEqual([true, true, true, false]);
});
