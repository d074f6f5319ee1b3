import { useMarketplace } from "@feria/api";
import { exponentOf } from "@feria/api/currencies";
import { formatMoney, type Money } from "@feria/ui";

/** The market whose prices are shown, until visitors can choose another. */
export function useMarket() {
  const { data } = useMarketplace();
  const market = data?.markets.find(({ id }) => id === data.default_market) ?? data?.markets[0];
  return { locale: data?.locale ?? "en", place: data?.name ?? "", market };
}

/** A round amount without its zeros: €30, but €29.50. */
export function roundMoney(money: Money, locale = "en"): string {
  const decimals = exponentOf(money.currency);
  const zeros = new RegExp(`[.,]0{${decimals}}(?=\\D*$)`);
  return decimals > 0 ? formatMoney(money, locale).replace(zeros, "") : formatMoney(money, locale);
}

/** A country's name in the reader's language: Portugal for PT. */
export function countryName(code: string, locale = "en"): string {
  try {
    return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
