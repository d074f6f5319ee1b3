import type { ImportColumns } from "@feria/api";
import { useTranslation } from "react-i18next";

const PRICE = "price.";
const COMPARE_AT = "compare_at_price.";

/** What a field of ours is called: our own, a price of another market, or what a category asks for. */
export function useFieldName(fields: ImportColumns["fields"]): (name: string) => string {
  const { t } = useTranslation();
  return (name) => {
    const label = fields.find((field) => field.name === name)?.label;
    if (label) return t("sell.imports.field.attribute", { label });
    if (name.startsWith(COMPARE_AT))
      return t("sell.imports.field.marketCompareAt", { market: name.slice(COMPARE_AT.length).toUpperCase() });
    if (name.startsWith(PRICE))
      return t("sell.imports.field.marketPrice", { market: name.slice(PRICE.length).toUpperCase() });
    return t(`sell.imports.field.${name}`);
  };
}
