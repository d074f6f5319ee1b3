import catalogue from "./locales/en/catalogue.json";

/**
 * The texts of the pages to look around. They read the same catalogues as i18next by the same rules (`{{name}}`, and
 * `_zero`, `_one`, `_other` by `count`), without its 18 KB: these pages are the first that visitors load. Pages to buy
 * and accounts have i18next (`shoppingTexts.ts`).
 */
type Values = Record<string, string | number | null | undefined>;
export type Translate = (key: string, values?: Values) => string;

const SLOT = /\{\{(\w+)\}\}/g;
let texts: Record<string, string> = {};
const more: Record<string, string> = {};
let started = "en";
let plurals = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");

/** Called once, before anything is drawn. */
export function startTexts(locale: string): void {
  started = locale;
  texts = catalogue;
  const [known] = Intl.PluralRules.supportedLocalesOf([locale, "en"]);
  plurals = new Intl.PluralRules(known);
  numbers = new Intl.NumberFormat(known);
}

/** The language that they were started in. */
export const localeOfTexts = () => started;

/** Texts of a part that is fetched later, by that part itself; they stay. */
export function addTexts(added: Record<string, string>): void {
  Object.assign(more, added);
}

const translate: Translate = (key, values = {}) => {
  const text = formsOf(key, values.count).reduce<string | undefined>(
    (found, form) => found ?? texts[form] ?? more[form],
    undefined,
  );
  return (text ?? key).replace(SLOT, (_, name: string) => written(values[name]));
};

const TRANSLATION = { t: translate };

/** As i18next's hook of the same name; the language is the document's and does not change while it is shown. */
export function useTranslation(): { t: Translate } {
  return TRANSLATION;
}

function formsOf(key: string, count: Values[string]): string[] {
  if (typeof count !== "number") return [key];
  return [...(count === 0 ? [`${key}_zero`] : []), `${key}_${plurals.select(count)}`, `${key}_other`, key];
}

function written(value: Values[string]): string {
  return typeof value === "number" ? numbers.format(value) : (value ?? "");
}
