import type { CommissionRule, CommissionRuleDraft } from "@feria/api";
import { amountText, parseAmount } from "@feria/ui";
import { z } from "../../zod";
import { isSame } from "../../frame/changes";
import { parsePercent, percentText } from "../../frame/percent";

/** A commission rule as its form holds it: percentages and amounts as people write them. */
export type RuleFields = {
  /** Empty while it is new. */
  ruleId: string;
  isDefault: boolean;
  name: string;
  percent: string;
  fixed: string;
  currency: string;
  taxPercent: string;
  /** Empty for all. */
  sellerId: string;
  categoryId: string;
  /** Its id, or the address of its page. */
  product: string;
};
export type RulesFields = { rules: RuleFields[] };

const PRODUCT_ID = /prod_[0-9a-hjkmnp-tv-z]{26}/;

/** The rules in the order in which they are tried; the default catches what none of the others does. */
export function rulesOf(rules: CommissionRule[], currency: string): RulesFields {
  const inOrder = [...rules].sort((one, other) => Number(one.is_default) - Number(other.is_default));
  return {
    rules: inOrder.map((rule) => ({
      ruleId: rule.id,
      isDefault: rule.is_default,
      name: rule.name,
      percent: percentText(rule.rate_bps),
      fixed: rule.fixed ? amountText(rule.fixed) : "",
      currency: rule.fixed?.currency ?? currency,
      taxPercent: percentText(rule.tax_rate_bps),
      sellerId: rule.seller_id ?? "",
      categoryId: rule.category_id ?? "",
      product: rule.product_id ?? "",
    })),
  };
}

export function newRule(currency: string): RuleFields {
  return {
    ruleId: "",
    isDefault: false,
    name: "",
    percent: "",
    fixed: "",
    currency,
    taxPercent: "0",
    sellerId: "",
    categoryId: "",
    product: "",
  };
}

export function ruleDraft(fields: RuleFields): CommissionRuleDraft {
  const fixed = parseAmount(fields.fixed, fields.currency);
  return {
    ...(fields.ruleId ? { id: fields.ruleId } : {}),
    name: fields.name.trim(),
    is_default: fields.isDefault,
    rate_bps: parsePercent(fields.percent) ?? 0,
    tax_rate_bps: parsePercent(fields.taxPercent) ?? 0,
    fixed: fixed ? { amount: fixed, currency: fields.currency } : null,
    seller_id: fields.sellerId || null,
    category_id: fields.categoryId || null,
    product_id: PRODUCT_ID.exec(fields.product)?.[0] ?? null,
  };
}

const ruleSchema = z
  .object({
    ruleId: z.string(),
    isDefault: z.boolean(),
    name: z.string().trim().min(1, "operator.rules.error.name").max(200),
    percent: z.string().refine((text) => parsePercent(text) !== null, "operator.rules.error.percent"),
    fixed: z.string(),
    currency: z.string(),
    taxPercent: z.string().refine((text) => parsePercent(text) !== null, "operator.rules.error.percent"),
    sellerId: z.string(),
    categoryId: z.string(),
    product: z
      .string()
      .refine((text) => text.trim() === "" || PRODUCT_ID.test(text), "operator.rules.error.product"),
  })
  .refine(({ fixed, currency }) => fixed.trim() === "" || parseAmount(fixed, currency) !== null, {
    path: ["fixed"],
    message: "operator.rules.error.fixed",
  })
  .refine((rule) => rule.isDefault || rule.sellerId || rule.categoryId || rule.product || rule.fixed.trim(), {
    path: ["categoryId"],
    message: "operator.rules.error.all",
  });

export const rulesSchema = z.object({ rules: z.array(ruleSchema) });

export type RuleChange = { kind: "new" | "changed" | "removed" | "order"; name: string };

/** What differs from what is stored, rule by rule, and whether those that stay are tried in another order. */
export function ruleChanges(before: RulesFields, now: RulesFields): RuleChange[] {
  const stored = new Map(before.rules.map((rule) => [rule.ruleId, rule]));
  const kept = now.rules.filter(({ ruleId }) => ruleId);
  const keptIds = kept.map(({ ruleId }) => ruleId);
  const orderBefore = before.rules.map(({ ruleId }) => ruleId).filter((id) => keptIds.includes(id));
  const written = now.rules.flatMap((rule): RuleChange[] => {
    if (!rule.ruleId) return [{ kind: "new", name: rule.name }];
    return isSame(stored.get(rule.ruleId), rule) ? [] : [{ kind: "changed", name: rule.name }];
  });
  const removed = before.rules
    .filter(({ ruleId }) => !keptIds.includes(ruleId))
    .map(({ name }): RuleChange => ({ kind: "removed", name }));
  const isReordered = !isSame(orderBefore, keptIds);
  return [...written, ...removed, ...(isReordered ? [{ kind: "order", name: "" } as const] : [])];
}
