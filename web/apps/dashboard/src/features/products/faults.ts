import type { ApiProblem, Attribute, Market } from "@feria/api";
import { parseAmount } from "@feria/ui";
import { z } from "../../zod";
import type { ProductValues } from "./values";

/** Messages by field, named as the API names them but with dots: `variants.0.price`. */
export type Faults = Record<string, string>;

export type FaultWords = { required: string; amount: string; number: string; noValues: string; code: string };
type Rules = { words: FaultWords; markets: Market[]; attributes: Attribute[]; isOnSale: boolean };

const WHOLE = /^\d*$/;
const DECIMAL = /^-?\d*([.,]\d+)?$/;
const GTIN = /^(\d{8}|\d{12,14})?$/;

/** What cannot be sent as it stands. A draft may lack much; what is on sale may not. */
export function faultsOf(values: ProductValues, rules: Rules): Faults {
  const found = schemaOf(rules).safeParse(values);
  if (found.success) return {};
  return Object.fromEntries(found.error.issues.map((issue) => [issue.path.join("."), issue.message]));
}

function schemaOf({ words, markets, attributes, isOnSale }: Rules) {
  const base = z.looseObject({
    title: z.string().trim().min(1, words.required).max(200),
    processingDays: z.string().trim().regex(WHOLE, words.number),
    maxPerOrder: z.string().trim().regex(WHOLE, words.number),
    categoryId: isOnSale ? z.string().min(1, words.required) : z.string(),
    options: z.array(
      z.object({ name: z.string().trim().min(1, words.required), values: z.array(z.string()) }),
    ),
    variants: z.array(
      z.looseObject({
        weight: z.string().trim().regex(WHOLE, words.number),
        onHand: z.string().trim().regex(WHOLE, words.number),
        gtin: z.string().trim().regex(GTIN, words.code),
      }),
    ),
  });
  return base.superRefine((loose, context) => {
    const values = loose as unknown as ProductValues;
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    values.options.forEach((option, place) => {
      if (option.values.length === 0) fault(["options", place, "values"], words.noValues);
    });
    for (const { name, kind, required } of attributes) {
      const text = (values.attributes[name] ?? "").trim();
      if (kind === "number" && !DECIMAL.test(text)) fault(["attributes", name], words.number);
      if (isOnSale && required && text === "") fault(["attributes", name], words.required);
    }
    priceFaults(values, markets, isOnSale).forEach(({ path, kind }) => fault(path, words[kind]));
  });
}

type PriceFault = { path: (string | number)[]; kind: "required" | "amount" };

function priceFaults(values: ProductValues, markets: Market[], isOnSale: boolean): PriceFault[] {
  return values.variants.flatMap((variant, place) =>
    markets.flatMap(({ id, currency, is_default }): PriceFault[] => {
      const { price = "", compareAt = "" } = variant.prices[id] ?? {};
      const path = ["variants", place, ...(is_default ? [] : [id])];
      const isEmpty = price.trim() === "";
      const isWrong = !isEmpty && parseAmount(price, currency) === null;
      const isCompareWrong = compareAt.trim() !== "" && parseAmount(compareAt, currency) === null;
      return [
        ...(isWrong ? [{ path: [...path, "price"], kind: "amount" as const }] : []),
        ...(isEmpty && is_default && isOnSale
          ? [{ path: [...path, "price"], kind: "required" as const }]
          : []),
        ...(isCompareWrong ? [{ path: [...path, "compare_at_price"], kind: "amount" as const }] : []),
      ];
    }),
  );
}

const OWN_NAMES: Record<string, string> = {
  category_id: "categoryId",
  processing_days: "processingDays",
  max_per_order: "maxPerOrder",
};

/** The server's faults under the same names: `variants[0].price` is `variants.0.price`. */
export function faultsFrom(problem: ApiProblem): Faults {
  return Object.fromEntries(
    problem.errors.map(({ field, message }) => {
      const name = field.replace(/\[(\d+)\]/g, ".$1").replace(/\.weight_grams$/, ".weight");
      return [OWN_NAMES[name] ?? name, message];
    }),
  );
}
