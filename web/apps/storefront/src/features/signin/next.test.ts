import { expect, test } from "vitest";
import { isElsewhere, safeNext } from "./next";

const next = (wanted: unknown) => safeNext(wanted, "https://lonja.test");

test("signing in leads back to a page of this marketplace only", () => {
  expect(next("/checkout")).toBe("/checkout");
  expect(next("/c/cups?sort=price#top")).toBe("/c/cups?sort=price#top");
  for (const wanted of [
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test",
    "/\t/evil.test",
    "javascript:alert(1)",
    "checkout",
    "",
    undefined,
    ["/a", "/b"],
    "/sign-in?next=/x",
  ]) {
    expect(next(wanted), String(wanted)).toBe("/account");
  }
});

test("the dashboard is another app", () => {
  expect(["/sell", "/sell/orders", "/operator", "/dev/mail"].every(isElsewhere)).toBe(true);
  expect(["/sellers-day", "/account/sell", "/orders"].some(isElsewhere)).toBe(false);
});
