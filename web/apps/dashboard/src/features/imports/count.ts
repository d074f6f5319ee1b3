import { useTranslation } from "react-i18next";

/** A number as people read it: 2,987. */
export function useCount(): (number: number) => string {
  const { i18n } = useTranslation();
  return (number) => new Intl.NumberFormat(i18n.language).format(number);
}
