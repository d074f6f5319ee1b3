import { expect, test } from "vitest";
import { fieldsOf, setChanges, setDraft, synonymsSchema, type SetFields } from "./synonyms";

const STORED = {
  version: 3,
  items: [
    { kind: "equivalent" as const, words: ["mug", "tea cup"], means: [] },
    { kind: "one_way" as const, words: ["throw"], means: ["blanket"] },
  ],
};

test("a set goes through its form unchanged", () => {
  expect(fieldsOf(STORED).sets.map(setDraft)).toEqual(STORED.items);
});

test("phrases are cut at commas, and what one kind does not need is left out", () => {
  expect(setDraft({ kind: "equivalent", words: " Mug ,tea   cup,, mug", means: "left over" })).toEqual({
    kind: "equivalent",
    words: ["mug", "tea cup"],
    means: [],
  });
});

test("the save bar names what is new, changed and gone", () => {
  const base = fieldsOf(STORED);
  const [first, second] = base.sets as [SetFields, SetFields];
  expect(setChanges(base, base)).toEqual([]);
  expect(setChanges(base, { sets: [first, { ...second, means: "rug" }] })).toEqual([
    { kind: "changed", words: "throw" },
  ]);
  expect(setChanges(base, { sets: [second] })).toEqual([{ kind: "removed", words: "mug, tea cup" }]);
  const added = { kind: "equivalent" as const, words: "a, b", means: "" };
  expect(setChanges(base, { sets: [...base.sets, added] })).toEqual([{ kind: "new", words: "a, b" }]);
});

test.each([
  [{ kind: "equivalent", words: "mug", means: "" }, "words"],
  [{ kind: "one_way", words: "", means: "rug" }, "words"],
  [{ kind: "one_way", words: "throw", means: " , " }, "means"],
  [{ kind: "one_way", words: "one two three four five", means: "rug" }, "words"],
])("%j is not sent", (set, field) => {
  const found = synonymsSchema.safeParse({ sets: [set] });
  expect(found.error?.issues.map(({ path }) => path.at(-1))).toEqual([field]);
});
