import type { Market, MarketDraft } from "@feria/api";
import { z } from "../../zod";
import { isSame } from "../../frame/changes";

/** A market as its form holds it. */
export type MarketFields = {
  /** Empty while it is new; afterwards it stays, with currency and tax mode. */
  storedId: string;
  code: string;
  currency: string;
  taxInclusive: "yes" | "no";
  countries: string[];
  languages: string[];
};
export type MarketsFields = { defaultCode: string; markets: MarketFields[] };

export const NEW_MARKET: MarketFields = {
  storedId: "",
  code: "",
  currency: "EUR",
  taxInclusive: "yes",
  countries: [],
  languages: ["en"],
};

export const marketsSchema = z
  .object({
    defaultCode: z.string(),
    markets: z.array(
      z.object({
        storedId: z.string(),
        code: z.string().regex(/^[a-z][a-z0-9-]{1,19}$/, "operator.markets.error.code"),
        currency: z.string().length(3),
        taxInclusive: z.enum(["yes", "no"]),
        countries: z.array(z.string()).min(1, "operator.markets.error.countries"),
        languages: z.array(z.string()).min(1, "operator.markets.error.languages"),
      }),
    ),
  })
  .superRefine(({ markets }, context) => {
    markets.forEach(({ code }, place) => {
      if (markets.findIndex((other) => other.code === code) < place) {
        context.addIssue({
          code: "custom",
          path: ["markets", place, "code"],
          message: "operator.markets.error.twice",
        });
      }
    });
  });

export function marketsOf(markets: Market[]): MarketsFields {
  return {
    defaultCode: markets.find(({ is_default }) => is_default)?.id ?? "",
    markets: markets.map((market) => ({
      storedId: market.id,
      code: market.id,
      currency: market.currency,
      taxInclusive: market.tax_inclusive ? "yes" : "no",
      countries: market.countries,
      languages: market.languages,
    })),
  };
}

export function marketDrafts({ defaultCode, markets }: MarketsFields): MarketDraft[] {
  return markets.map(({ code, currency, taxInclusive, countries, languages }) => ({
    id: code,
    currency,
    countries,
    languages,
    tax_inclusive: taxInclusive === "yes",
    is_default: code === defaultCode,
  }));
}

export type MarketChange = { kind: "new" | "changed" | "default"; code: string };

/** What differs from what is stored. */
export function marketChanges(before: MarketsFields, now: MarketsFields): MarketChange[] {
  const stored = new Map(before.markets.map((market) => [market.storedId, market]));
  const changes = now.markets.flatMap((market): MarketChange[] => {
    if (!market.storedId) return [{ kind: "new", code: market.code }];
    return isSame(stored.get(market.storedId), market) ? [] : [{ kind: "changed", code: market.code }];
  });
  const isOther = before.defaultCode !== now.defaultCode;
  return isOther ? [...changes, { kind: "default", code: now.defaultCode }] : changes;
}
