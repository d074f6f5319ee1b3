import type { Category } from "@feria/api";
import { expect, test } from "vitest";
import { changesFor, draftOf, dropOf, lineOf, linesOf, parentsFor, targetOf, type Zone } from "./tree";

function category(name: string, position: number, children: Category[] = []): Category {
  const attribute = {
    kind: "text" as const,
    unit: "",
    choices: [],
    required: false,
    facet: true,
  };
  return {
    id: `cat_${name}`,
    name,
    slug: name,
    path: name,
    description: "",
    position,
    version: 3,
    picture: null,
    product_count: 0,
    attributes: [
      { ...attribute, name: "material", label: "Material", inherited: true },
      { ...attribute, name: "glaze", label: "Glaze", inherited: false },
    ],
    children,
  };
}

const tree = [
  category("table", 0, [category("mugs", 1), category("bowls", 2), category("jugs", 3)]),
  category("lamps", 5),
  category("to-sort", 100_000),
];

/** What each write sets, in short. */
function written(id: string, parentId: string | null, place: number) {
  return changesFor(tree, id, parentId, place).map(
    ({ categoryId, body }) => `${categoryId} ${body.parent_id ?? "top"} ${body.position}`,
  );
}

test("the outline has every category with depth and place", () => {
  expect(linesOf(tree).map(({ category: { name }, depth, place }) => `${depth}.${place} ${name}`)).toEqual([
    "0.0 table",
    "1.0 mugs",
    "1.1 bowls",
    "1.2 jugs",
    "0.1 lamps",
    "0.2 to-sort",
  ]);
});

test("steps lead to the neighbour's place, below the one before, or behind the parent", () => {
  expect(targetOf(tree, "cat_bowls", "up")).toEqual({ parentId: "cat_table", place: 0 });
  expect(targetOf(tree, "cat_bowls", "down")).toEqual({ parentId: "cat_table", place: 2 });
  expect(targetOf(tree, "cat_bowls", "in")).toEqual({ parentId: "cat_mugs", place: 0 });
  expect(targetOf(tree, "cat_bowls", "out")).toEqual({ parentId: null, place: 1 });
});

test("there is no step beyond an edge", () => {
  expect(targetOf(tree, "cat_mugs", "up")).toBeNull();
  expect(targetOf(tree, "cat_jugs", "down")).toBeNull();
  expect(targetOf(tree, "cat_mugs", "in")).toBeNull();
  expect(targetOf(tree, "cat_lamps", "out")).toBeNull();
});

test("a move writes the category first, and of the others only those whose position has to give way", () => {
  expect(written("cat_jugs", "cat_table", 0)).toEqual(["cat_jugs cat_table 0"]);
  expect(written("cat_bowls", "cat_table", 0)).toEqual(["cat_bowls cat_table 0"]);
  expect(written("cat_jugs", "cat_table", 1)).toEqual(["cat_jugs cat_table 2", "cat_bowls cat_table 3"]);
  expect(written("cat_lamps", "cat_table", 3)).toEqual(["cat_lamps cat_table 4"]);
});

test("behind the last possible position all are counted anew", () => {
  expect(written("cat_lamps", null, 2)).toEqual(["cat_lamps top 2", "cat_to-sort top 1"]);
});

test("staying where it is writes nothing", () => {
  expect(written("cat_bowls", "cat_table", 1)).toEqual([]);
});

test("inherited attributes are not written as a category's own", () => {
  expect(draftOf(category("mugs", 1), null).attributes?.map(({ name }) => name)).toEqual(["glaze"]);
});

test("a category may stand below no descendant of its own, nor deeper than the tree may grow", () => {
  const names = (lines: { category: Category }[]) => lines.map(({ category: { name } }) => name);
  expect(names(parentsFor(tree, "cat_table"))).toEqual(["lamps", "to-sort"]);
  const deep = [1, 2, 3, 4, 5].reduceRight<Category[]>((below, at) => [category(`d${at}`, at, below)], []);
  expect(names(parentsFor([...deep, category("pair", 9, [category("leaf", 0)])], "cat_pair"))).toEqual([
    "d1",
    "d2",
    "d3",
    "d4",
  ]);
});

const dropped = (id: string, on: string, zone: Zone) => {
  const line = lineOf(tree, on);
  return line ? dropOf(tree, id, line, zone) : null;
};

test("what is dropped on a line comes to stand before, after or below it", () => {
  expect(dropped("cat_lamps", "cat_mugs", "before")).toEqual({ parentId: "cat_table", place: 0 });
  expect(dropped("cat_lamps", "cat_mugs", "after")).toEqual({ parentId: "cat_table", place: 1 });
  expect(dropped("cat_lamps", "cat_mugs", "into")).toEqual({ parentId: "cat_mugs", place: 0 });
  expect(dropped("cat_mugs", "cat_jugs", "after")).toEqual({ parentId: "cat_table", place: 2 });
  expect(dropped("cat_jugs", "cat_mugs", "before")).toEqual({ parentId: "cat_table", place: 0 });
  expect(dropped("cat_mugs", "cat_lamps", "before")).toEqual({ parentId: null, place: 1 });
});

test("nothing is dropped where it stands, on itself or below itself", () => {
  expect(dropped("cat_mugs", "cat_bowls", "before")).toBeNull();
  expect(dropped("cat_mugs", "cat_table", "into")).toBeNull();
  expect(dropped("cat_table", "cat_table", "into")).toBeNull();
  expect(dropped("cat_table", "cat_mugs", "into")).toBeNull();
});
