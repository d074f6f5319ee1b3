import type { TaxRate } from "@feria/api";
import { formatDay } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { countryName } from "../../frame/countries";
import { addTexts } from "../../i18n";
import texts from "../../locales/en/tax.json";

addTexts(texts);

export const CATEGORIES = ["standard", "books", "food"];

type Line = Pick<TaxRate, "country" | "region" | "tax_category" | "valid_from" | "rate_bps">;

/** How rates are told. */
export function useRateWords() {
  const { t, i18n } = useTranslation();
  const category = (name: string) => (CATEGORIES.includes(name) ? t(`tax.category.${name}`) : name);
  const place = ({ country, region }: Line, regionName = region) =>
    [countryName(country, i18n.language), regionName].filter(Boolean).join(", ");
  return {
    category,
    place,
    percent: (points: number) =>
      `${new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 }).format(points / 100)}\u202f%`,
    /** A day of the calendar, the same everywhere. */
    day: (day: string) => formatDay(`${day}T00:00:00Z`, { locale: i18n.language, timeZone: "UTC" }),
    /** "Portugal, standard" */
    name: (rate: Line) => `${place(rate)} · ${category(rate.tax_category)}`,
  };
}
