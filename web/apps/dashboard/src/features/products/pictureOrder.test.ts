import { expect, test } from "vitest";
import { inOrder, withMoved } from "./pictureOrder";

const all = ["a", "b", "c"].map((id) => ({ id }));
const ids = (items: { id: string }[]) => items.map(({ id }) => id).join("");

test("a picture is put to another place", () => {
  expect(ids(withMoved(all, "c", 0))).toBe("cab");
  expect(ids(withMoved(all, "a", 2))).toBe("bca");
  expect(ids(withMoved(all, "x", 2))).toBe("abc");
});

test("the wanted order keeps what is there by now", () => {
  expect(ids(inOrder(all, null))).toBe("abc");
  expect(ids(inOrder(all, ["c", "a", "b"]))).toBe("cab");
  expect(ids(inOrder(all, ["c", "gone", "a"]))).toBe("cab");
});
