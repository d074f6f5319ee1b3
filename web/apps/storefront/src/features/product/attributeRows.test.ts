import type { Attribute } from "@feria/api";
import { expect, it } from "vitest";
import { attributeRows } from "./attributeRows";

const known = [
  { name: "material", label: "Material", unit: "" },
  { name: "height", label: "Height", unit: "cm" },
  { name: "watertight", label: "Watertight", unit: "" },
] as Attribute[];

it("writes facts with labels and units, the category's order first", () => {
  const facts = { maker_mark: "stamp", watertight: true, height: 1800, material: "stoneware" };
  expect(attributeRows(facts, known, { yes: "Yes", no: "No", locale: "en" })).toEqual([
    { name: "material", label: "Material", value: "Stoneware" },
    { name: "height", label: "Height", value: "1,800\u00a0cm" },
    { name: "watertight", label: "Watertight", value: "Yes" },
    { name: "maker_mark", label: "Maker mark", value: "Stamp" },
  ]);
});
