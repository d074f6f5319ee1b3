import type { Market } from "@feria/api";
import { expect, test } from "vitest";
import { NEW_MARKET, marketChanges, marketDrafts, marketsOf, marketsSchema } from "./markets";

const eu: Market = {
  id: "eu",
  currency: "EUR",
  countries: ["ES", "PT"],
  tax_inclusive: true,
  languages: ["en"],
  is_default: true,
};
const us: Market = {
  ...eu,
  id: "us",
  currency: "USD",
  countries: ["US"],
  tax_inclusive: false,
  is_default: false,
};
const stored = marketsOf([eu, us]);
const [first, second] = stored.markets as [(typeof stored.markets)[0], (typeof stored.markets)[0]];

test("markets come back as they are stored", () => {
  expect(marketDrafts(stored)).toEqual([eu, us]);
});

test("changes are named: a new market, another country, another default", () => {
  const now = {
    defaultCode: "us",
    markets: [first, { ...second, countries: ["US", "CA"] }, { ...NEW_MARKET, code: "jp" }],
  };
  expect(marketChanges(stored, now)).toEqual([
    { kind: "changed", code: "us" },
    { kind: "new", code: "jp" },
    { kind: "default", code: "us" },
  ]);
  expect(marketChanges(stored, stored)).toEqual([]);
});

test("two markets may not have one code, and none may be without a country", () => {
  const markets = [first, { ...NEW_MARKET, code: "eu", countries: ["JP"] }, { ...NEW_MARKET, code: "jp" }];
  const issues = marketsSchema.safeParse({ defaultCode: "eu", markets }).error?.issues;
  expect(issues?.map(({ path }) => path.join("."))).toEqual(["markets.2.countries", "markets.1.code"]);
});
