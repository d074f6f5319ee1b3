/** The texts of cart, checkout, orders and account, with i18next: fetched with the first of these pages. */
let loading: Promise<void> | null = null;

export function loadShoppingTexts(): Promise<void> {
  loading ??= import("./i18n")
    .then(({ startTranslation }) => startTranslation(document.documentElement.lang || "en"))
    .catch((fault: unknown) => {
      loading = null; // the next attempt asks again
      throw fault;
    });
  return loading;
}
