import type { TaxRate } from "@feria/api";
import { expect, test } from "vitest";
import { groupsOf } from "./groups";

const rate = (fields: Partial<TaxRate>): TaxRate => ({
  id: JSON.stringify(fields),
  country: "PT",
  region: "",
  region_name: "",
  tax_category: "standard",
  valid_from: "2025-01-01",
  rate_bps: 2300,
  source: "",
  state: "in_force",
  ...fields,
});
const RATES = [
  rate({ state: "superseded", valid_from: "2011-01-01" }),
  rate({ state: "future", valid_from: "2027-01-01" }),
  rate({ tax_category: "books" }),
  rate({}),
  rate({ country: "US", region: "CA", region_name: "California" }),
  rate({ country: "CI" }),
];
const NAMES: Record<string, string> = { PT: "Portugal", US: "United States", CI: "Côte d’Ivoire" };
const found = (text: string, showsOld = false) =>
  groupsOf(RATES, (code) => NAMES[code] ?? code, { text, showsOld });

test("rates in force come first, and old ones only when they are wanted", () => {
  const [portugal] = found("portugal", true);
  expect(portugal?.rates.map(({ state, tax_category }) => `${state} ${tax_category}`)).toEqual([
    "in_force standard",
    "in_force books",
    "future standard",
    "superseded standard",
  ]);
  expect(found("portugal")[0]?.rates).toHaveLength(3);
});

test("countries are found by name, code and region, however they are typed", () => {
  const countries = (text: string) => found(text).map(({ country }) => country);
  expect(countries("")).toEqual(["CI", "PT", "US"]);
  expect(countries("COTE")).toEqual(["CI"]);
  expect(countries("pt")).toEqual(["PT"]);
  expect(countries("states calif")).toEqual(["US"]);
  expect(countries("france")).toEqual([]);
});
