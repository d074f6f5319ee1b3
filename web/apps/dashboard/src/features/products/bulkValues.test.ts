import { expect, test } from "vitest";
import { changeOf, NO_CHANGE } from "./bulkValues";

test("an empty form changes nothing", () => {
  expect(changeOf(NO_CHANGE)).toEqual({});
});

test("what is filled in is sent, in the API's units", () => {
  expect(
    changeOf({
      ...NO_CHANGE,
      categoryId: "cat_1",
      addTags: " clay, ,green ",
      percent: "-15",
      endReduction: true,
    }),
  ).toEqual({
    category_id: "cat_1",
    add_tags: ["clay", "green"],
    price: { basis_points: -1500, show_former: true },
    end_reduction: true,
  });
});

test("a raised price shows no former one", () => {
  expect(changeOf({ ...NO_CHANGE, percent: "10" })).toEqual({
    price: { basis_points: 1000, show_former: false },
  });
});
