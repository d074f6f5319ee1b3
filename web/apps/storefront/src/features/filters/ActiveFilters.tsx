import type { Attribute, Category, Seller } from "@feria/api";
import { FilterChips } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useMarket, roundMoney } from "../../market";
import { activeValues, unfiltered, without, type ActiveValue, type ListSearch } from "./listSearch";

export type Named = { tree: Category[]; attributes: Attribute[]; sellers: Seller[] };
export type ActiveFiltersProps = { search: ListSearch; named: Named; onChange: (search: ListSearch) => void };

/** The filters in force, each removable. */
export function ActiveFilters({ search, named, onChange }: ActiveFiltersProps) {
  const { t } = useTranslation();
  const labelOf = useFilterLabel(search, named);
  return (
    <FilterChips
      label={t("filters.active")}
      clearLabel={t("filters.clear")}
      onClear={() => onChange(unfiltered(search))}
      filters={activeValues(search).map((one) => {
        const label = labelOf(one);
        return {
          key: `${one.name} ${one.value}`,
          label,
          removeLabel: t("filters.remove", { label }),
          onRemove: () => onChange(without(search, one)),
        };
      })}
    />
  );
}

/** What a filter in force says: "Blue", "Dishwasher safe", "€10 – €40". */
export function useFilterLabel(search: ListSearch, { tree, attributes, sellers }: Named) {
  const { t } = useTranslation();
  const { locale, market } = useMarket();
  const money = (amount: number) => roundMoney({ amount, currency: market?.currency ?? "EUR" }, locale);
  const price = () => {
    const [from, to] = [search.min_price, search.max_price];
    if (from === undefined) return t("filters.upTo", { price: money(to ?? 0) });
    if (to === undefined) return t("filters.atLeast", { price: money(from) });
    return t("filters.between", { from: money(from), to: money(to) });
  };
  return ({ name, value }: ActiveValue): string => {
    if (name === "price") return price();
    if (name === "in_stock") return t("filters.inStock");
    if (name === "rating") return t("filters.stars", { count: Number(value) });
    if (name === "seller") return sellers.find(({ id }) => id === value)?.name ?? t("filters.oneStall");
    if (name === "category") {
      const all = tree.flatMap((category) => [category, ...category.children]);
      return all.find(({ id }) => id === value)?.name ?? t("filters.oneCategory");
    }
    const attribute = attributes.find((one) => `attr.${one.name}` === name);
    if (attribute?.kind === "boolean")
      return value === "yes" ? attribute.label : `${attribute.label}: ${value}`;
    return value.charAt(0).toUpperCase() + value.slice(1);
  };
}
