import { expect, test } from "vitest";
import { changedLabels, isSame, nameChanges } from "../../frame/changes";
import { nameProductChanges, type ChangeWords } from "./naming";
import { emptyProduct, newVariant, variantLike, type ProductValues } from "./values";

const words: ChangeWords = {
  fields: { title: "Title", description: "Description", options: "Options" },
  counted: (kind, count) => `${count} ${kind}`,
};
const material = {
  name: "material",
  label: "Material",
  kind: "choice" as const,
  unit: "",
  choices: ["wood"],
  required: true,
  facet: true,
  inherited: false,
};

function priced(price: string): ProductValues {
  const product = emptyProduct();
  const [variant] = product.variants;
  return { ...product, variants: variant ? [{ ...variant, prices: { eu: { price, compareAt: "" } } }] : [] };
}

const named = (before: ProductValues, now: ProductValues) =>
  nameProductChanges(before, now, [material], words);

test("nothing changed has no name", () => {
  const before = priced("10");
  expect(named(before, structuredClone(before))).toEqual([]);
});

test("fields are named by their labels, in the form's order", () => {
  const before = priced("10");
  expect(named(before, { ...before, description: "New", title: "Bowl" })).toEqual(["Title", "Description"]);
});

test("an attribute is named by the category's label", () => {
  const before = priced("10");
  expect(named(before, { ...before, attributes: { material: "wood" } })).toEqual(["Material"]);
});

test("prices are counted, and an empty one is like none", () => {
  const before = priced("10");
  const [variant] = before.variants;
  if (!variant) throw new Error("no variant");
  expect(
    named(before, { ...before, variants: [{ ...variant, prices: { eu: { price: "12", compareAt: "" } } }] }),
  ).toEqual(["1 prices"]);
  const bare = { ...before, variants: [{ ...variant, prices: {} }] };
  const empty = { ...before, variants: [{ ...variant, prices: { eu: { price: "", compareAt: "" } } }] };
  expect(named(bare, empty)).toEqual([]);
});

test("variants that came and went are counted", () => {
  const before = priced("10");
  const [variant] = before.variants;
  if (!variant) throw new Error("no variant");
  const more = [variant, variantLike({ Size: "S" }, variant), newVariant({ Size: "M" })];
  expect(named(before, { ...before, variants: more })).toEqual(["2 added"]);
  expect(named({ ...before, variants: more }, { ...before, variants: more.slice(0, 1) })).toEqual([
    "2 removed",
  ]);
});

test("the bar names three and counts the rest", () => {
  expect(nameChanges(["Title", "Price"])).toBe("Title and price");
  expect(nameChanges(["Title", "Price", "SKU", "Brand", "Tags"], "en", (count) => `${count} more`)).toBe(
    "Title, price, SKU, and 2 more",
  );
});

test("two states are compared by what they say", () => {
  expect(isSame({ one: [1, { two: 2 }] }, { one: [1, { two: 2 }] })).toBe(true);
  expect(isSame({ one: 1 }, { one: 1, two: undefined })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(
    changedLabels({ name: "a", town: "b" }, { name: "a", town: "c" }, { name: "Name", town: "Town" }),
  ).toEqual(["Town"]);
});
