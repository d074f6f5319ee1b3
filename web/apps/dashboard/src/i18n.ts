import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import sell from "./locales/en/sell.json";

/**
 * The catalogues' keys are flat (`cart.title`); values come from React, which escapes them. The operator's come with
 * his area (`routes/operator/frame.tsx`).
 */
export async function startTranslation(locale: string): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: "en",
    resources: { en: { translation: sell } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
}

/** Adds the texts of an area, once it is opened. */
export function addTexts(texts: Record<string, string>): void {
  i18next.addResourceBundle("en", "translation", texts);
}
