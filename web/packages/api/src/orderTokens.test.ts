import { beforeEach, expect, test } from "vitest";
import { forgetOrderTokens, keepOrderToken, keptOrderNumbers, orderTokenOf } from "./orderTokens";

beforeEach(() => localStorage.clear());

test("a secret is found by the order's number and by the ids of the order and its parts", () => {
  keepOrderToken("t1", "F7K2M9", "ord_1", "sord_1", "sord_2");
  keepOrderToken("t2", "XJ131Z", "ord_2");
  expect(["f7k2m9", "ord_1", "sord_2", "ord_2", "sord_9"].map(orderTokenOf)).toEqual([
    "t1",
    "t1",
    "t1",
    "t2",
    null,
  ]);
  expect(keptOrderNumbers()).toEqual(["XJ131Z", "F7K2M9"]);
  keepOrderToken("t3", "F7K2M9", "ord_1");
  expect(orderTokenOf("ord_1")).toBe("t3");
  forgetOrderTokens();
  expect(keptOrderNumbers()).toEqual([]);
});
