import { expect, test } from "vitest";
import {
  addMissing,
  addOption,
  addValue,
  keyOf,
  missingCombinations,
  removeOption,
  removeValue,
  removeVariant,
  renameOption,
  titleOf,
  type Matrix,
} from "./matrix";

type Priced = { options: Record<string, string>; price: number };

const make = (options: Record<string, string>, like: Priced): Priced => ({ options, price: like.price });
const plain = (price = 10): Matrix<Priced> => ({
  options: [],
  variants: [{ options: {}, price }],
  dropped: [],
});
const prices = ({ variants, options }: Matrix<Priced>) =>
  Object.fromEntries(variants.map((variant) => [titleOf(variant.options, options), variant.price]));

/** Size S, M and colour red, blue, each with a price of its own. */
function sized(): Matrix<Priced> {
  const variants = ["S", "M"].flatMap((Size, row) =>
    ["red", "blue"].map((Colour, column) => ({ options: { Size, Colour }, price: 10 * (row + 1) + column })),
  );
  const options = [
    { name: "Size", values: ["S", "M"] },
    { name: "Colour", values: ["red", "blue"] },
  ];
  return { options, variants, dropped: [] };
}

test("the first value of the first option goes to the one variant, with its price", () => {
  const named = renameOption(addOption(plain(12)), 0, "Size");
  expect(prices(addValue(named, 0, "S", make))).toEqual({ S: 12 });
});

test("a new value gets a variant for each combination of the others, priced like its neighbour", () => {
  const grown = addValue(sized(), 0, "L", make);
  expect(prices(grown)).toEqual({
    "S / red": 10,
    "S / blue": 11,
    "M / red": 20,
    "M / blue": 21,
    "L / red": 10,
    "L / blue": 11,
  });
});

test("new combinations stand where their values stand", () => {
  const grown = addValue(sized(), 1, "green", make);
  expect(grown.variants.map((variant) => titleOf(variant.options, grown.options))).toEqual([
    "S / red",
    "S / blue",
    "S / green",
    "M / red",
    "M / blue",
    "M / green",
  ]);
});

test("a value that was removed comes back with the prices it had", () => {
  const gone = removeValue(sized(), 0, "M");
  expect(prices(gone)).toEqual({ "S / red": 10, "S / blue": 11 });
  expect(prices(addValue(gone, 0, "M", make))).toEqual(prices(sized()));
});

test("the last value of an option takes the option with it and leaves the prices", () => {
  const one = removeValue(sized(), 0, "S");
  const none = removeValue(one, 0, "M");
  expect(none.options.map((option) => option.name)).toEqual(["Colour"]);
  expect(prices(none)).toEqual({ red: 20, blue: 21 });
});

test("without an option the first of each combination stays", () => {
  expect(prices(removeOption(sized(), 1))).toEqual({ S: 10, M: 20 });
});

test("another name for an option keeps everything else", () => {
  const renamed = renameOption(sized(), 1, "Glaze");
  expect(prices(renamed)).toEqual(prices(sized()));
  expect(renamed.variants[0]?.options).toEqual({ Size: "S", Glaze: "red" });
});

test("two options never have the same name", () => {
  expect(renameOption(sized(), 1, "Size")).toEqual(sized());
});

test("a combination that is not made can be left out and brought back", () => {
  const before = sized();
  const left = removeVariant(before, before.variants[3] as Priced);
  expect(missingCombinations(left)).toEqual([{ Size: "M", Colour: "blue" }]);
  expect(prices(addMissing(left, make))).toEqual(prices(before));
});

test("the last variant stays", () => {
  const one = plain();
  expect(removeVariant(one, one.variants[0] as Priced)).toEqual(one);
});

test("a value twice, or empty, changes nothing", () => {
  expect(addValue(sized(), 0, "S", make)).toEqual(sized());
  expect(addValue(sized(), 0, "", make)).toEqual(sized());
});

test("no more than three options", () => {
  const three = addOption(addOption(addOption(plain())));
  expect(addOption(three)).toEqual(three);
});

test("a combination is the same in any order", () => {
  expect(keyOf({ Size: "S", Colour: "red" })).toBe(keyOf({ Colour: "red", Size: "S" }));
});
