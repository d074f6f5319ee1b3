import { expect, test } from "vitest";
import { choicesOf, doubles, mappingOf, missing } from "./mapping";

const columns = [
  { name: "Bezeichnung", field: "title", samples: ["Krug"] },
  { name: "Preis", field: "price", samples: ["5"] },
  { name: "Bemerkung", field: null, samples: [] },
];
const fields = [
  { name: "title", label: "", required: true },
  { name: "price", label: "", required: true },
  { name: "brand", label: "", required: false },
];

test("what is guessed is what is sent, without columns that are left out", () => {
  expect(mappingOf(choicesOf(columns), true)).toEqual({
    columns: { Bezeichnung: "title", Preis: "price" },
    decimal_comma: true,
  });
});

test("two columns of one field are told, but for pictures", () => {
  expect(doubles({ a: "title", b: "title", c: "image_url", d: "image_url", e: "", f: "" })).toEqual([
    "a",
    "b",
  ]);
});

test("what no column is and has to be", () => {
  expect(missing({ a: "brand", b: "title" }, fields)).toEqual(["price"]);
  expect(missing(choicesOf(columns), fields)).toEqual([]);
});
