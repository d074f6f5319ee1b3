import { expect, test } from "vitest";
import { moved, searchHref } from "./suggestions";

test("words stand in the address as forms write them", () => {
  expect(searchHref("blue & white")).toBe("/search?q=blue+%26+white");
});

test("the arrow keys go round through the field itself", () => {
  expect([-1, 0, 1].map((place) => moved(place, 1, 2))).toEqual([0, 1, -1]);
  expect([-1, 0, 1].map((place) => moved(place, -1, 2))).toEqual([1, -1, 0]);
  expect(moved(-1, 1, 0)).toBe(-1);
});
