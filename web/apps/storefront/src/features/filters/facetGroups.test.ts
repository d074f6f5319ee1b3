import type { Attribute, Category, Facets, Seller } from "@feria/api";
import { expect, it } from "vitest";
import { facetGroups } from "./facetGroups";

const attribute = (name: string, kind: Attribute["kind"], facet = true): Attribute => ({
  name,
  kind,
  facet,
  label: name.toUpperCase(),
  unit: "",
  choices: [],
  required: false,
  inherited: false,
});

const FACETS: Facets = {
  category: { cat_1: 3, cat_gone: 1 },
  seller: { sel_1: 2, sel_2: 1 },
  brand: {},
  attributes: {
    colour: { blue: 2, white: 1 },
    safe: { yes: 2, no: 1 },
    size: { "330 ml": 1, "90 ml": 2 },
    secret: { a: 1, b: 1 },
    glaze: { matt: 3 },
  },
  stars: {},
  in_stock: 3,
  min_price: 100,
  max_price: 900,
  prices: [],
};

const known = {
  tree: [{ id: "cat_1", name: "Cups", children: [] as Category[] }] as Category[],
  sellers: [
    { id: "sel_1", name: "Ilha Azul" },
    { id: "sel_2", name: "Casa Barro" },
  ] as Seller[],
  attributes: [
    attribute("colour", "colour"),
    attribute("safe", "boolean"),
    attribute("size", "number"),
    attribute("secret", "text", false),
    attribute("glaze", "choice"),
  ],
  words: { category: "Category", seller: "Stall", yes: "Yes" },
};

it("offers the category's attributes in their order, with labels and counts", () => {
  const groups = facetGroups(FACETS, { "attr.colour": "blue" }, known);
  expect(groups.map(({ name }) => name)).toEqual(["attr.colour", "attr.safe", "attr.size", "seller"]);
  expect(groups[0]?.values).toEqual([
    { value: "blue", label: "Blue", count: 2, isChosen: true },
    { value: "white", label: "White", count: 1, isChosen: false },
  ]);
});

it("asks only for the yes of a yes or no, sorts sizes by number, and names stalls", () => {
  const [, safe, size, seller] = facetGroups(FACETS, {}, known);
  expect(safe?.values.map(({ label }) => label)).toEqual(["Yes"]);
  expect(size?.values.map(({ label }) => label)).toEqual(["90 ml", "330 ml"]);
  expect(seller?.values.map(({ label }) => label)).toEqual(["Ilha Azul", "Casa Barro"]);
});

it("keeps a group with one value while that value is chosen", () => {
  const names = facetGroups(FACETS, { "attr.glaze": "matt" }, known).map(({ name }) => name);
  expect(names).toContain("attr.glaze");
  const [colour] = facetGroups(FACETS, { "attr.colour": "red" }, known);
  expect(colour?.values[0]).toEqual({ value: "red", label: "Red", count: 0, isChosen: true });
});
