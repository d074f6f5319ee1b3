import { formatDateRange, formatDay, formatMoment, formatMoney, type Money } from "@feria/ui";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export type Delivery = { earliest: string; latest: string };

/** Money, dates and countries in the language of the page. */
export function useTexts() {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(() => {
    const countries = new Intl.DisplayNames([locale], { type: "region" });
    return {
      t,
      locale,
      money: (money: Money) => formatMoney(money, locale),
      price: (money: Money) => (money.amount === 0 ? t("shop.free") : formatMoney(money, locale)),
      day: (day: string) => formatDay(day, { locale }),
      weekday: (day: string) => formatDateRange(day, day, { locale }),
      moment: (moment: string) => formatMoment(moment, { locale }),
      delivery: ({ earliest, latest }: Delivery) => formatDateRange(earliest, latest, { locale }),
      country: (code: string) => countries.of(code) ?? code,
      list: (words: string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(words),
    };
  }, [t, locale]);
}
