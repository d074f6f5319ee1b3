import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newQueryClient, pageData, seed, today } from "./queryClient";
import { productsQuery } from "./products";
import { session } from "./session";

beforeEach(() => localStorage.clear());
afterEach(() => void vi.useRealTimers());

const page = (signedIn: boolean) => ({
  queries: { "/api/v1/cart": { id: "cart_guest" }, "/api/v1/products?limit=24": { items: [], next: null } },
  marketplace: null,
  signedIn,
  today: "2026-11-26",
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
  const text =
    '<script type="application/json" id="page-data">{"queries":{"/x":1},"signedIn":true,"today":"2026-12-31"}</script>';
  const written = new DOMParser().parseFromString(text, "text/html");
  expect(pageData(written)).toEqual({
    queries: { "/x": 1 },
    marketplace: null,
    signedIn: true,
    today: "2026-12-31",
  });
  const empty = new DOMParser().parseFromString("<p></p>", "text/html");
  expect(pageData(empty)).toEqual({ queries: {}, marketplace: null, signedIn: false, today: "" });
});

test("the day is the page's, and where it has none the browser's", () => {
  vi.useFakeTimers({ now: new Date("2027-01-01T00:00:00Z") });
  seed(newQueryClient(), page(false));
  expect(today()).toBe("2026-11-26");
  seed(newQueryClient(), { ...page(false), today: "" });
  expect(today()).toBe("2027-01-01");
});
