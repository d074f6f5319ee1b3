import type { ApiProblem } from "@feria/api";
import { useTranslation } from "react-i18next";

/** What a product lacks before it can be on sale, as one sentence: "Material, a price". */
export function useMissingText(): (problem: Pick<ApiProblem, "errors" | "title">) => string {
  const { t, i18n } = useTranslation();
  return (problem) => {
    const lacks = problem.errors.map(({ field }) => t(keyOf(field), { name: nameOf(field) }));
    const list = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format([...new Set(lacks)]);
    return lacks.length > 0 ? t("sell.products.lacks", { what: list }) : problem.title;
  };
}

function keyOf(field: string): string {
  if (field.startsWith("attributes.")) return "sell.products.lack.attribute";
  if (/price/.test(field)) return "sell.products.lack.price";
  if (/shipping/.test(field)) return "sell.products.lack.shipping";
  if (/category/.test(field)) return "sell.products.lack.category";
  return "sell.products.lack.field";
}

function nameOf(field: string): string {
  return field.replace(/^attributes\./, "").replaceAll("_", " ");
}
