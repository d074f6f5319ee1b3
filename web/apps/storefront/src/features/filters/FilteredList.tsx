import { sellersQuery, useCategories, type Attribute, type Facets } from "@feria/api";
import { Button } from "@feria/ui";
import { FunnelSimpleIcon } from "@feria/ui/icons";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "../../texts";
import { useMarket } from "../../market";
import { ActiveFilters } from "./ActiveFilters";
import { facetGroups } from "./facetGroups";
import { FilterGroups } from "./FilterGroups";
import { activeValues, type ListSearch } from "./listSearch";
import { NoResult } from "./NoResult";
import { SortSelect } from "./SortSelect";

const FilterSheet = lazy(() => import("./FilterSheet").then((part) => ({ default: part.FilterSheet })));
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
};

export type FilteredListProps = {
  search: ListSearch;
  fixed: Pick<ListSearch, "category" | "seller">;
  attributes: Attribute[];
  facets: Facets | null | undefined;
  total: number | null | undefined;
  /** Nothing was found, and nothing is being asked for. */
  isEmpty: boolean;
  hrefOf: (search: ListSearch) => string;
  onChange: (search: ListSearch) => void;
  /** The things themselves. */
  children: ReactNode;
};

/** A list with its filters: a column beside it from 1024 px, a sheet from below on phones. */
export function FilteredList(props: FilteredListProps) {
  const { search, fixed, attributes, onChange, hrefOf, isEmpty, children } = props;
  const { t } = useTranslation();
  const { market } = useMarket();
  const tree = useCategories().data?.items ?? [];
  const sellers = useQuery(sellersQuery(SELLERS_MAX)).data?.items ?? [];
  const facets = props.facets ?? NONE;
  const words = { category: t("filters.category"), seller: t("filters.seller"), yes: t("filters.yes") };
  const named = { tree, attributes, sellers };
  const groups = facetGroups(fixed.category ? { ...facets, category: {} } : facets, search, {
    ...named,
    words,
  });
  const choices = { groups, facets, search, currency: market?.currency ?? "EUR", onChange };
  return (
    <div className="flex gap-32">
      <aside aria-label={t("filters.title")} className="hidden w-240 shrink-0 lg:block">
        <FilterGroups {...choices} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col gap-20">
        <div className="flex flex-wrap items-center justify-between gap-12">
          <SheetButton {...choices} total={props.total ?? 0} />
          <div className="order-last w-full empty:hidden lg:order-none lg:w-auto lg:flex-1 lg:empty:block">
            <ActiveFilters search={search} named={named} onChange={onChange} />
          </div>
          <div className="min-w-160">
            <SortSelect search={search} onChange={onChange} />
          </div>
        </div>
        {isEmpty ? <NoResult search={search} fixed={fixed} named={named} hrefOf={hrefOf} /> : children}
      </div>
    </div>
  );
}

type SheetButtonProps = Parameters<typeof FilterGroups>[0] & { total: number };

function SheetButton(props: SheetButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const count = activeValues(props.search).length;
  const open = () => {
    setWasOpened(true);
    setIsOpen(true);
  };
  return (
    <div className="lg:hidden">
      <Button
        icon={<FunnelSimpleIcon aria-hidden className="size-20" />}
        aria-haspopup="dialog"
        onClick={open}
      >
        {count > 0 ? t("filters.titleWithCount", { count }) : t("filters.title")}
      </Button>
      {wasOpened && (
        <Suspense>
          <FilterSheet {...props} isOpen={isOpen} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
