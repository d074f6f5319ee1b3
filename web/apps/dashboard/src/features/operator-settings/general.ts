import type { MarketplaceSettings, MarketplaceSettingsDraft } from "@feria/api";
import { z } from "../../zod";

/** The hues stalls may have, offered for the accent too, by their names. */
export const HUE_NAMES: [hue: number, name: string][] = [
  [20, "clay"],
  [48, "amber"],
  [75, "ochre"],
  [105, "olive"],
  [140, "leaf"],
  [168, "mint"],
  [200, "sea"],
  [235, "sky"],
  [270, "dusk"],
  [300, "violet"],
  [325, "plum"],
  [355, "rose"],
];

export const generalSchema = z.object({
  name: z.string().trim().min(1, "operator.settings.error.name").max(80),
  accent_hue: z.number().int().min(0).max(359),
  support_email: z
    .string()
    .trim()
    .regex(/^([^@\s<>"]+@[^@\s<>"]+)?$/, "operator.settings.error.email")
    .max(254),
  locale: z.string().min(1),
  time_zone: z.string().min(1),
  default_market: z.string().min(1),
  company: z.string().max(200),
  vat_id: z
    .string()
    .max(20)
    .regex(/^[A-Z0-9]*$/, "operator.settings.error.vatId"),
  legal_address: z.object({
    line1: z.string().max(200),
    line2: z.string().max(200),
    postal_code: z.string().max(20),
    city: z.string().max(200),
    region: z.string().max(200),
    country: z.string().max(2),
  }),
  reviews_checked_first: z.boolean(),
  product_approval: z.enum(["nobody", "new_sellers", "everyone"]),
  product_approval_first: z
    .number({ error: "operator.settings.error.first" })
    .int("operator.settings.error.first")
    .min(1, "operator.settings.error.first")
    .max(1000, "operator.settings.error.first"),
});

export function generalOf(settings: MarketplaceSettings): MarketplaceSettingsDraft {
  const { name, accent_hue, support_email, locale, time_zone, default_market } = settings;
  const { reviews_checked_first, product_approval, product_approval_first } = settings;
  return {
    name,
    accent_hue,
    support_email,
    locale,
    time_zone,
    default_market,
    company: settings.company,
    vat_id: settings.vat_id,
    legal_address: settings.legal_address,
    reviews_checked_first,
    product_approval,
    product_approval_first,
  };
}
