import { useMarketplace } from "@feria/api";

/** The currencies that amounts can be in, the default market's first. */
export function useCurrencies(): string[] {
  const place = useMarketplace().data;
  const markets = place?.markets ?? [];
  const first = markets.find(({ id }) => id === place?.default_market)?.currency ?? "EUR";
  return [...new Set([first, ...markets.map(({ currency }) => currency)])];
}
