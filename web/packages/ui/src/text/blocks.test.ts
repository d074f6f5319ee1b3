import { expect, test } from "vitest";
import { blocksOf } from "./blocks";

test("headings, lists and paragraphs with their lines", () => {
  expect(blocksOf("Lonja\nPlaza 1\r\n\r\n## Returns\nWithin 14 days.\n- whole\n- unused\n\n\n")).toEqual([
    { kind: "text", lines: ["Lonja", "Plaza 1"] },
    { kind: "heading", text: "Returns" },
    { kind: "text", lines: ["Within 14 days."] },
    { kind: "list", items: ["whole", "unused"] },
  ]);
});

test("what looks like HTML stays text", () => {
  expect(blocksOf("<b>no</b>")).toEqual([{ kind: "text", lines: ["<b>no</b>"] }]);
});
