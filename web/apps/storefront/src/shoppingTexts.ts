import { localeOfTexts } from "./texts";

let loading: Promise<void> | null = null;
let language = "";

/** The texts of cart, checkout, orders and account, with i18next: fetched with the first of these pages. */
export function loadShoppingTexts(): Promise<void> {
  // Where pages are drawn ahead, one after the other may be in another language.
  if (loading && language === localeOfTexts()) return loading;
  language = localeOfTexts();
  loading = import("./i18n")
    .then(({ startTranslation }) => startTranslation(language))
    .catch((fault: unknown) => {
      loading = null; // the next attempt asks again
      throw fault;
    });
  return loading;
}
