import type { Attribute, Category, Seller } from "@feria/api";
import { FilterChips } from "@feria/ui";
import { useEffect, useRef } from "react";
import { useTranslation } from "../../texts";
import { useMarket, roundMoney } from "../../market";
import { activeValues, unfiltered, without, type ActiveValue, type ListSearch } from "./listSearch";

export type Named = { tree: Category[]; attributes: Attribute[]; sellers: Seller[] };
export type ActiveFiltersProps = { search: ListSearch; named: Named; onChange: (search: ListSearch) => void };

/** The filters in force, each removable. */
export function ActiveFilters({ search, named, onChange }: ActiveFiltersProps) {
  const { t } = useTranslation();
  const labelOf = useFilterLabel(search, named);
  const values = activeValues(search);
  const { group, removed } = useFocusKept(values.length);
  return (
    <div ref={group}>
      <FilterChips
        label={t("filters.active")}
        clearLabel={t("filters.clear")}
        onClear={() => {
          focusHeading();
          onChange(unfiltered(search));
        }}
        filters={values.map((one, place) => {
          const label = labelOf(one);
          return {
            key: `${one.name} ${one.value}`,
            label,
            removeLabel: t("filters.remove", { label }),
            onRemove: () => {
              removed(place);
              onChange(without(search, one));
            },
          };
        })}
      />
    </div>
  );
}

/** When a chip goes, the focus is on the next one, and on the page's heading after the last. */
function useFocusKept(count: number) {
  const group = useRef<HTMLDivElement>(null);
  const gone = useRef<number | null>(null);
  useEffect(() => {
    if (gone.current === null) return;
    const buttons = [...(group.current?.querySelectorAll("button") ?? [])];
    (buttons[gone.current] ?? buttons.at(-1))?.focus({ preventScroll: true });
    gone.current = null;
  }, [count]);
  const removed = (place: number) => {
    if (count === 1) focusHeading();
    else gone.current = place;
  };
  return { group, removed };
}

function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
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
