import { sellersQuery, useCategories, type Attribute, type Facets } from "@feria/api";
import { Checkbox } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useMarket } from "../../market";
import { useTranslation } from "../../texts";
import { facetGroups, type FacetGroup } from "./facetGroups";
import { changed, toggled, type ListSearch } from "./listSearch";
import { PriceBars } from "./PriceBars";
import { PriceRange } from "./PriceRange";

export type Choices = {
  search: ListSearch;
  fixed: Pick<ListSearch, "category" | "seller">;
  attributes: Attribute[];
  facets: Facets | null | undefined;
  onChange: (search: ListSearch) => void;
};

const SHOWN = 6;
const SELLERS_MAX = 100;
const NONE: Facets = {
  category: {},
  seller: {},
  brand: {},
  attributes: {},
  stars: {},
  in_stock: 0,
  min_price: null,
  max_price: null,
  prices: [],
};

/** Everything that can be chosen; each choice counts at once. */
export function FilterGroups({ search, fixed, attributes, onChange, ...props }: Choices) {
  const { t } = useTranslation();
  const currency = useMarket().market?.currency ?? "EUR";
  const tree = useCategories().data?.items ?? [];
  const sellers = useQuery(sellersQuery(SELLERS_MAX)).data?.items ?? [];
  const words = { category: t("filters.category"), seller: t("filters.seller"), yes: t("filters.yes") };
  const facets = props.facets ?? NONE;
  const asked = {
    ...facets,
    category: fixed.category ? {} : facets.category,
    seller: fixed.seller ? {} : facets.seller,
  };
  const groups = facetGroups(asked, search, { tree, attributes, sellers, words });
  const stock = { in_stock: search.in_stock ? undefined : true };
  return (
    <div className="divide-y divide-line">
      {groups.map((group) => (
        <Group key={group.name} title={group.label}>
          <Values group={group} onToggle={(value) => onChange(toggled(search, group.name, value))} />
        </Group>
      ))}
      <Group title={t("filters.price")}>
        <PriceBars steps={facets.prices} search={search} />
        <PriceRange facets={facets} search={search} currency={currency} onChange={onChange} />
      </Group>
      <Group title={t("filters.stock")}>
        <Checkbox
          label={t("filters.inStock")}
          checked={search.in_stock ?? false}
          onChange={() => onChange(changed(search, stock))}
          aside={facets.in_stock}
        />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details open className="group py-8">
      <summary className="flex min-h-44 list-none items-center justify-between gap-8 rounded-thumb font-600">
        {title}
        <CaretDownIcon
          aria-hidden
          className="size-16 text-ink-2 transition-transform group-open:rotate-180"
        />
      </summary>
      <div className="pb-8">{children}</div>
    </details>
  );
}

function Values({ group, onToggle }: { group: FacetGroup; onToggle: (value: string) => void }) {
  const { t } = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? group.values : group.values.filter((one, place) => place < SHOWN || one.isChosen);
  const rest = group.values.length - shown.length;
  return (
    <fieldset>
      <legend className="sr-only">{group.label}</legend>
      {shown.map(({ value, label, count, isChosen }) => (
        <Checkbox
          key={value}
          label={label}
          aside={count}
          checked={isChosen}
          onChange={() => onToggle(value)}
          className="-my-4"
        />
      ))}
      {rest > 0 && (
        <button
          type="button"
          onClick={() => setIsWhole(true)}
          className="min-h-44 type-label text-plum-text underline underline-offset-4"
        >
          {t("filters.more", { count: rest })}
        </button>
      )}
    </fieldset>
  );
}
