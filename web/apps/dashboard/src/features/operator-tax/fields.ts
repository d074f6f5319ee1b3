import type { TaxRate, TaxRateDraft } from "@feria/api";
import { parsePercent, percentText } from "../../frame/percent";
import { z } from "../../zod";
import { CATEGORIES } from "./words";

const OTHER = "other";
const LINE_MAX = 200;
export const CHOICES = [...CATEGORIES, OTHER];

/** A rate as its form holds it; the messages are keys of the texts. */
export type RateFields = {
  country: string;
  region: string;
  category: string;
  otherCategory: string;
  from: string;
  percent: string;
  source: string;
};

export const rateSchema = z
  .object({
    country: z.string().min(1, "tax.country.missing"),
    region: z.string().trim().max(LINE_MAX),
    category: z.string(),
    otherCategory: z.string().trim(),
    from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "tax.from.missing"),
    percent: z.string().refine((text) => parsePercent(text) !== null, "tax.rate.wrong"),
    source: z.string().trim().max(LINE_MAX),
  })
  .refine(
    ({ category, otherCategory }) => category !== OTHER || /^[a-z][a-z0-9_]{0,39}$/.test(otherCategory),
    {
      path: ["otherCategory"],
      message: "tax.category.wrong",
    },
  );

export function fieldsOf(rate: TaxRate | null, country: string): RateFields {
  if (!rate) {
    return {
      country,
      region: "",
      category: "standard",
      otherCategory: "",
      from: "",
      percent: "",
      source: "",
    };
  }
  const isKnown = CATEGORIES.includes(rate.tax_category);
  return {
    country: rate.country,
    region: rate.region,
    category: isKnown ? rate.tax_category : OTHER,
    otherCategory: isKnown ? "" : rate.tax_category,
    from: rate.valid_from,
    percent: percentText(rate.rate_bps),
    source: rate.source,
  };
}

export const isOther = (fields: Pick<RateFields, "category">): boolean => fields.category === OTHER;

export function draftOf(fields: RateFields): TaxRateDraft {
  return {
    country: fields.country,
    region: fields.region,
    tax_category: isOther(fields) ? fields.otherCategory : fields.category,
    valid_from: fields.from,
    rate_bps: parsePercent(fields.percent) ?? 0,
    source: fields.source,
  };
}

/** The form's field for a field of the API. */
export const FIELD_OF: Record<string, keyof RateFields> = {
  country: "country",
  region: "region",
  tax_category: "otherCategory",
  valid_from: "from",
  rate_bps: "percent",
  source: "source",
};
