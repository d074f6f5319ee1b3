import i18next from "i18next";
import texts from "../../locales/en/claims.json";

/** The texts of returns and cases come with their pages. */
export function addClaimTexts(): void {
  i18next.addResourceBundle("en", "translation", texts);
}
