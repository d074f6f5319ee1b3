import type { CommissionRule } from "@feria/api";
import { describe, expect, test } from "vitest";
import { parsePercent, percentText } from "../../frame/percent";
import { newRule, ruleChanges, ruleDraft, rulesOf, rulesSchema, type RuleFields } from "./rules";

const PRODUCT = "prod_01hf7yb3t5g008000000cr0000";

function rule(name: string, more: Partial<CommissionRule> = {}): CommissionRule {
  return {
    id: `rule_${name}`,
    version: 1,
    name,
    is_default: false,
    seller_id: null,
    category_id: null,
    product_id: null,
    rate_bps: 1000,
    fixed: null,
    tax_rate_bps: 0,
    ...more,
  };
}

const stored = rulesOf(
  [
    rule("All", { is_default: true }),
    rule("Lamps", { category_id: "cat_lamps", rate_bps: 850 }),
    rule("Barro", { seller_id: "sel_barro", fixed: { amount: 50, currency: "EUR" } }),
  ],
  "EUR",
);

test.each([
  ["10", 1000],
  ["12,5", 1250],
  ["8.25 %", 825],
  ["0", 0],
  ["100", 10_000],
  ["100.01", null],
  ["8.125", null],
  ["-1", null],
  ["ten", null],
  ["", null],
])("%s per cent is %s basis points", (text, points) => {
  expect(parsePercent(text)).toBe(points);
});

test("a percentage is edited as it is counted", () => {
  expect(percentText(1250)).toBe("12.5");
  for (let points = 0; points <= 10_000; points += 1) expect(parsePercent(percentText(points))).toBe(points);
});

test("the default stands last, since it is tried last wherever it is stored", () => {
  expect(stored.rules.map(({ name }) => name)).toEqual(["Lamps", "Barro", "All"]);
});

test("a rule comes back as it was stored, and an amount in the units of its currency", () => {
  expect(stored.rules.map(ruleDraft)).toEqual([
    { ...draft("Lamps"), category_id: "cat_lamps", rate_bps: 850 },
    { ...draft("Barro"), seller_id: "sel_barro", fixed: { amount: 50, currency: "EUR" } },
    { ...draft("All"), is_default: true },
  ]);
  expect(ruleDraft({ ...newRule("JPY"), name: "Yen", percent: "0", fixed: "30" })).toMatchObject({
    fixed: { amount: 30, currency: "JPY" },
  });
});

test("a product is found in the address of its page", () => {
  const fields = { ...newRule("EUR"), product: `https://lonja.test/p/tile-mug-${PRODUCT}?from=home` };
  expect(ruleDraft(fields)).toMatchObject({ product_id: PRODUCT });
});

function draft(name: string) {
  return Object.fromEntries(Object.entries(rule(name)).filter(([member]) => member !== "version"));
}

describe("the form refuses", () => {
  const good: RuleFields = { ...newRule("EUR"), name: "Lamps", percent: "8", categoryId: "cat_lamps" };
  const faults = (changed: Partial<RuleFields>) =>
    rulesSchema.safeParse({ rules: [{ ...good, ...changed }] }).error?.issues.map(({ path }) => path.at(-1));

  test("nothing of a sound rule", () => expect(faults({})).toBeUndefined());
  test("a rule without a name", () => expect(faults({ name: " " })).toEqual(["name"]));
  test("more than the whole price", () => expect(faults({ percent: "101" })).toEqual(["percent"]));
  test("an amount finer than the currency", () => expect(faults({ fixed: "0.005" })).toEqual(["fixed"]));
  test("what is no product", () => expect(faults({ product: "a mug" })).toEqual(["product"]));
  test("a rule for everything that is not the default", () =>
    expect(faults({ categoryId: "" })).toEqual(["categoryId"]));
});

describe("changes are named", () => {
  const [lamps, barro, all] = stored.rules as [RuleFields, RuleFields, RuleFields];
  const named = (rules: RuleFields[]) =>
    ruleChanges(stored, { rules }).map(({ kind, name }) => `${kind} ${name}`.trim());

  test("none", () => expect(named([lamps, barro, all])).toEqual([]));
  test("an edited rule", () =>
    expect(named([lamps, barro, { ...all, percent: "11" }])).toEqual(["changed All"]));
  test("a new and a removed rule, without calling it another order", () =>
    expect(named([lamps, { ...newRule("EUR"), name: "Soap" }, all])).toEqual(["new Soap", "removed Barro"]));
  test("another order", () => expect(named([barro, lamps, all])).toEqual(["order"]));
});
