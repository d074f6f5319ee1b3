import { expect, it } from "vitest";
import { listOf } from "./shelfWords";

const section = {
  title: "",
  link: "",
  link_label: "",
  source: "newest" as const,
  category: null,
  price_below: null,
};
const price = { amount: 3000, currency: "EUR" };

it("leads from a shelf to the list that it is the beginning of", () => {
  expect(listOf(section)).toBe("/search?sort=newest");
  expect(listOf({ ...section, source: "best_selling", price_below: price })).toBe("/search?max_price=3000");
  expect(listOf({ ...section, category: "table/mugs" })).toBe("/c/table/mugs?sort=newest");
  expect(listOf({ ...section, source: "best_selling", category: "table", price_below: price })).toBe(
    "/c/table?sort=best_selling&max_price=3000",
  );
});
