import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Of CLDR's regions those that are no countries, as the API has it. */
const NO_COUNTRIES = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

export type Named = { code: string; name: string };

/** Names of countries and languages in the reader's language. */
export function useNames() {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const locale = i18n.language;
    const regions = new Intl.DisplayNames(locale, { type: "region" });
    const languages = new Intl.DisplayNames(locale, { type: "language" });
    return {
      country: (code: string) => (code ? (regions.of(code) ?? code) : ""),
      language: (code: string) => (code ? (languages.of(code) ?? code) : ""),
    };
  }, [i18n.language]);
}

/** Every country, by name. */
export function countries(locale: string): Named[] {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  return known(pairs(), locale, (code) =>
    NO_COUNTRIES.has(code) || isReplaced(`und-${code}`) ? undefined : names.of(code),
  );
}

/** Every language of two letters, by name. */
export function languages(locale: string): Named[] {
  const names = new Intl.DisplayNames(locale, { type: "language", fallback: "none" });
  const codes = pairs().map((code) => code.toLowerCase());
  return known(codes, locale, (code) => (isReplaced(code) ? undefined : names.of(code)));
}

export function timeZones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}

function pairs(): string[] {
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
}

/** Codes that stand for another one today, such as DD for DE. */
function isReplaced(tag: string): boolean {
  return Intl.getCanonicalLocales(tag)[0] !== tag;
}

function known(codes: string[], locale: string, nameOf: (code: string) => string | undefined): Named[] {
  return codes
    .flatMap((code) => {
      const name = nameOf(code);
      return name ? [{ code, name }] : [];
    })
    .sort((one, other) => one.name.localeCompare(other.name, locale));
}
