import type { Market, Policies, SellerFile, ShippingProfile, ShippingProfileDraft } from "@feria/api";
import { amountText, parseAmount } from "@feria/ui";
import { z } from "../../zod";

export type ProfileValues = {
  id: string;
  market: string;
  name: string;
  price: string;
  freeFrom: string;
  minDays: string;
  maxDays: string;
};
export type ShippingValues = {
  profiles: ProfileValues[];
  returnsDays: string;
  returns: string;
  shipping: string;
};

export function shippingValues(file: SellerFile, profiles: ShippingProfile[]): ShippingValues {
  return {
    profiles: profiles.map((profile) => ({
      id: profile.id,
      market: profile.market,
      name: profile.name,
      price: amountText(profile.price),
      freeFrom: profile.free_from ? amountText(profile.free_from) : "",
      minDays: String(profile.min_days),
      maxDays: String(profile.max_days),
    })),
    returnsDays: String(file.policies.returns_days),
    returns: file.policies.returns,
    shipping: file.policies.shipping,
  };
}

export function newProfile(market: string): ProfileValues {
  return { id: "", market, name: "", price: "", freeFrom: "", minDays: "2", maxDays: "4" };
}

export function policiesOf(values: ShippingValues): Policies {
  return {
    returns_days: Number(values.returnsDays),
    returns: values.returns.trim(),
    shipping: values.shipping.trim(),
  };
}

export function profileDrafts({ profiles }: ShippingValues, markets: Market[]): ShippingProfileDraft[] {
  return profiles.map((profile) => {
    const currency = currencyOf(profile.market, markets);
    const money = (text: string) => ({ amount: parseAmount(text, currency) ?? 0, currency });
    return {
      ...(profile.id ? { id: profile.id } : {}),
      market: profile.market,
      name: profile.name.trim(),
      price: money(profile.price),
      free_from: profile.freeFrom.trim() ? money(profile.freeFrom) : null,
      min_days: Number(profile.minDays),
      max_days: Number(profile.maxDays),
    };
  });
}

export function currencyOf(marketId: string, markets: Market[]): string {
  return markets.find((market) => market.id === marketId)?.currency ?? "";
}

const RETURNS_DAYS_MIN = 14;
const RETURNS_DAYS_MAX = 365;
const DAYS = /^\d{1,3}$/;

export type ShippingWords = {
  required: string;
  amount: string;
  number: string;
  order: string;
  returnsDays: string;
};

export function shippingSchema(words: ShippingWords, markets: Market[]) {
  const profile = z
    .object({
      id: z.string(),
      market: z.string(),
      name: z.string().trim().min(1, words.required).max(80),
      price: z.string(),
      freeFrom: z.string(),
      minDays: z.string().trim().regex(DAYS, words.number),
      maxDays: z.string().trim().regex(DAYS, words.number),
    })
    .superRefine((values, context) => {
      const currency = currencyOf(values.market, markets);
      const fault = (name: keyof ProfileValues, message: string) =>
        context.addIssue({ code: "custom", path: [name], message });
      if (parseAmount(values.price, currency) === null) fault("price", words.amount);
      if (values.freeFrom.trim() && parseAmount(values.freeFrom, currency) === null)
        fault("freeFrom", words.amount);
      if (Number(values.maxDays) < Number(values.minDays)) fault("maxDays", words.order);
    });
  const isReturnsDays = (text: string) =>
    DAYS.test(text.trim()) && Number(text) >= RETURNS_DAYS_MIN && Number(text) <= RETURNS_DAYS_MAX;
  return z.object({
    profiles: z.array(profile),
    returnsDays: z.string().refine(isReturnsDays, words.returnsDays),
    returns: z.string().max(5_000),
    shipping: z.string().max(5_000),
  });
}
