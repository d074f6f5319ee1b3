import { stringifySearch, useProducts } from "@feria/api";
import { useNavigate } from "@tanstack/react-router";
import { filtersOf, type ListSearch } from "../features/filters/listSearch";

/** A list of things whose filters stand in the address of the page at `path`. */
export function useListPage(
  path: string,
  search: ListSearch,
  fixed: Pick<ListSearch, "category" | "seller">,
) {
  const navigate = useNavigate();
  const pages = useProducts(filtersOf(search, fixed));
  const first = pages.data?.pages[0];
  const hrefOf = (next: ListSearch) => `${path}${stringifySearch(next)}`;
  return {
    pages,
    facets: first?.facets,
    /** Null while search is being put in order, and nothing is counted. */
    total: first?.simplified ? null : first?.total,
    didYouMean: pages.isPlaceholderData ? undefined : first?.did_you_mean,
    isEmpty: first !== undefined && first.items.length === 0 && !pages.isPlaceholderData,
    hrefOf,
    nextHref: (after: string) => hrefOf({ ...search, after }),
    /** Each change is a step that "back" undoes, and the page stays where it is. */
    change: (next: ListSearch) => void navigate({ to: path, search: next, resetScroll: false }),
  };
}
