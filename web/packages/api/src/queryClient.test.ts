import { beforeEach, expect, test } from "vitest";
import { newQueryClient, pageData, seed } from "./queryClient";
import { productsQuery } from "./products";
import { session } from "./session";

beforeEach(() => localStorage.clear());

const page = (signedIn: boolean) => ({
  queries: { "/api/v1/cart": { id: "cart_guest" }, "/api/v1/products?limit=24": { items: [], next: null } },
  marketplace: null,
  signedIn,
});

test("what came with the page is found under the keys of the hooks", () => {
  const client = newQueryClient();
  seed(client, page(false));
  expect(client.getQueryData(productsQuery({ limit: 24 }).queryKey)).toEqual({ items: [], next: null });
  expect(client.getQueryData(["/api/v1/cart"])).toEqual({ id: "cart_guest" });
});

test("a page written for a guest leaves the cart of who is signed in alone", () => {
  session.opened({ expires_in: 0 });
  const client = newQueryClient();
  seed(client, page(false));
  expect(client.getQueryData(["/api/v1/cart"])).toBeUndefined();
  expect(client.getQueryData(["/api/v1/products?limit=24"])).toBeDefined();
});

test("a page written for somebody opens a session that refreshes at once", () => {
  seed(newQueryClient(), page(true));
  expect(session.isSignedIn()).toBe(true);
  expect(session.needsRefresh()).toBe(true);
});

test("the page's data is read from its document, or is empty", () => {
  const text = '<script type="application/json" id="page-data">{"queries":{"/x":1},"signedIn":true}</script>';
  const written = new DOMParser().parseFromString(text, "text/html");
  expect(pageData(written)).toEqual({ queries: { "/x": 1 }, marketplace: null, signedIn: true });
  const empty = new DOMParser().parseFromString("<p></p>", "text/html");
  expect(pageData(empty)).toEqual({ queries: {}, marketplace: null, signedIn: false });
});
