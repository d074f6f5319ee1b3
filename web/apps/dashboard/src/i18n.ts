import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import sell from "./locales/en/sell.json";
import operator from "./locales/en/operator.json";

/** The catalogues' keys are flat (`cart.title`); values come from React, which escapes them. */
export async function startTranslation(locale: string): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: "en",
    resources: { en: { translation: { ...sell, ...operator } } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
}
