import { exponentOf } from "@feria/api/currencies";

export type Money = { amount: number; currency: string };

const MINUS = "\u2212";

/** An amount of minor units as people read it: €34.00. The decimals are ISO 4217's, not those CLDR guesses. */
export function formatMoney({ amount, currency }: Money, locale = "en"): string {
  const exponent = exponentOf(currency);
  const number = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  const parts = number.formatToParts(decimalText(amount, exponent) as Intl.StringNumericLiteral);
  return parts.map((part) => (part.type === "minusSign" ? MINUS : part.value)).join("");
}

/** A percentage as people read it: −15 %, with U+2212 and a narrow space. */
export function formatPercent(value: number, locale = "en"): string {
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: "negative" }).format(
    value,
  );
  return `${text.replace("-", MINUS)}\u202f%`;
}

/** What a person typed (`1,234.50`, `1.234,50`, `12`) in minor units; null when it is no amount of this currency. */
export function parseAmount(text: string, currency: string): number | null {
  const exponent = exponentOf(currency);
  const found = /^(\d[\d\s.,'’]*?)(?:[.,](\d+))?$/.exec(text.trim());
  if (!found) return null;
  const [, whole = "", rest = ""] = found;
  // Three digits behind a separator are thousands where they cannot be decimals: 1,234 but not 0.005.
  const isThousands = rest.length > exponent && rest.length === 3 && /^[1-9]/.test(whole);
  if (rest.length > exponent && !isThousands) return null;
  const units = whole.replace(/\D/g, "") + (isThousands ? rest : "");
  const amount = Number(units + (isThousands ? "" : rest).padEnd(exponent, "0"));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** The amount as a field shows it for editing: 1234.50. */
export function amountText({ amount, currency }: Money): string {
  return decimalText(amount, exponentOf(currency));
}

function decimalText(amount: number, exponent: number): string {
  const sign = amount < 0 ? "-" : "";
  const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
  return exponent ? `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}` : sign + digits;
}
