import { sellersQuery, useCategories, type Attribute, type Facets } from "@feria/api";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "../../texts";
import type { Choices } from "./FilterGroups";
import { activeValues, type ListSearch } from "./listSearch";
import { SheetButton } from "./SheetButton";
import { SortSelect } from "./SortSelect";

const ActiveFilters = lazy(() => import("./ActiveFilters").then((part) => ({ default: part.ActiveFilters })));
const FilterGroups = lazy(() => import("./FilterGroups").then((part) => ({ default: part.FilterGroups })));
const NoResult = lazy(() => import("./NoResult").then((part) => ({ default: part.NoResult })));
const SELLERS_MAX = 100;
const BESIDE = "(width >= 64rem)";

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
  const { search, fixed, attributes, facets, onChange, hrefOf, isEmpty, children } = props;
  const { t } = useTranslation();
  const isBeside = useIsBeside();
  const tree = useCategories().data?.items ?? [];
  const isFiltered = activeValues(search).length > 0;
  // The names of stalls, once somebody sees or has chosen one.
  const sellers =
    useQuery({ ...sellersQuery(SELLERS_MAX), enabled: isBeside || isFiltered }).data?.items ?? [];
  const named = { tree, attributes, sellers };
  // Nothing was found, and no filter is why: there is nothing to sort or to filter.
  if (isEmpty && !isFiltered) {
    return (
      <Suspense>
        <NoResult search={search} fixed={fixed} named={named} hrefOf={hrefOf} />
      </Suspense>
    );
  }
  const choices: Choices = { search, fixed, attributes, facets, onChange };
  return (
    <div className="flex gap-32">
      <aside aria-label={t("filters.title")} className="hidden w-240 shrink-0 lg:block">
        {isBeside && (
          <Suspense>
            <FilterGroups {...choices} />
          </Suspense>
        )}
      </aside>
      <div className="flex min-w-0 flex-1 flex-col gap-20">
        <div className="flex flex-wrap items-center justify-between gap-12">
          <SheetButton choices={choices} total={props.total} />
          <div className="order-last w-full empty:hidden lg:order-none lg:w-auto lg:flex-1 lg:empty:block">
            {isFiltered && (
              <Suspense fallback={<div className="h-36 pointer-coarse:h-44" />}>
                <ActiveFilters search={search} named={named} onChange={onChange} />
              </Suspense>
            )}
          </div>
          <div className="min-w-160">
            <SortSelect search={search} onChange={onChange} />
          </div>
        </div>
        {isEmpty ? (
          <Suspense>
            <NoResult search={search} fixed={fixed} named={named} hrefOf={hrefOf} />
          </Suspense>
        ) : (
          children
        )}
      </div>
    </div>
  );
}

/** Whether the column stands there; on phones it is neither drawn nor fetched. */
function useIsBeside(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(BESIDE);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(BESIDE).matches,
    () => false,
  );
}
