import { expect, test } from "vitest";
import { afterCursor, urlOf } from "./url";

test("an address fills its path and sorts its query by name and value", () => {
  const query = {
    sort: "-price",
    limit: 24,
    q: "",
    "attr.colour": ["red", "blue"],
    in_stock: true,
    after: null,
  };
  expect(urlOf("/api/v1/products", {}, query)).toBe(
    "/api/v1/products?attr.colour=blue&attr.colour=red&in_stock=true&limit=24&sort=-price",
  );
  expect(urlOf("/api/v1/products/{product_id}", { product_id: "a/b" })).toBe("/api/v1/products/a%2Fb");
});

test("a query is written as Python's urlencode writes it", () => {
  expect(urlOf("/x", {}, { q: "são joão & co. ~*!'()" })).toBe(
    "/x?q=s%C3%A3o+jo%C3%A3o+%26+co.+~%2A%21%27%28%29",
  );
});

test("the next page is the same address after a cursor", () => {
  expect(afterCursor("/x?limit=2&q=a+b", "Zm9v")).toBe("/x?after=Zm9v&limit=2&q=a+b");
  expect(afterCursor("/x", null)).toBe("/x");
  expect(afterCursor("/x?after=old", "new")).toBe("/x?after=new");
});
