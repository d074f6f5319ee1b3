import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import catalogue from "./locales/en/catalogue.json";
import reviews from "./locales/en/reviews.json";
import shopping from "./locales/en/shopping.json";

/** The catalogues' keys are flat (`cart.title`); values come from React, which escapes them. */
export async function startTranslation(locale: string): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: "en",
    resources: { en: { translation: { ...catalogue, ...reviews, ...shopping } } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
}
