import { categoryTrail, useCategories, type Category } from "@feria/api";
import { Anchor } from "@feria/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "../texts";
import { FilteredList } from "../features/filters/FilteredList";
import { changed, readListSearch } from "../features/filters/listSearch";
import { SearchForm } from "../features/frame/SearchForm";
import { ListTitle } from "../features/products/ListTitle";
import { ThingList } from "../features/products/ThingList";
import { usePage } from "../page";
import { useListPage } from "./listPage";

const route = getRouteApi("/search");

/** Things found by words, or all of them. */
export function SearchPage() {
  const { t } = useTranslation();
  const search = readListSearch(route.useSearch());
  const list = useListPage("/search", search, {});
  const tree = useCategories().data?.items ?? [];
  const title = search.q ? t("search.title", { words: search.q }) : t("search.all");
  usePage(title);
  return (
    <div className="page-width flex flex-col gap-20 pt-16 lg:pt-32">
      <div className="lg:hidden">
        <SearchForm />
      </div>
      <ListTitle title={title} total={list.total} />
      {list.didYouMean && (
        <p role="status">
          {t("search.didYouMean")}{" "}
          <Anchor
            href={list.hrefOf(changed(search, { q: list.didYouMean }))}
            className="inline-flex min-h-44 items-center text-plum-text underline underline-offset-4"
          >
            {list.didYouMean}
          </Anchor>
        </p>
      )}
      <FilteredList
        search={search}
        fixed={{}}
        attributes={attributesOf(tree, search.category)}
        facets={list.facets}
        total={list.total}
        isEmpty={list.isEmpty}
        hrefOf={list.hrefOf}
        onChange={list.change}
      >
        <ThingList
          pages={list.pages}
          shelf="list"
          nextHref={list.nextHref}
          label={title}
          level={2}
          columns="beside"
        />
      </FilteredList>
    </div>
  );
}

/** A category's own choices; without a category there are none that fit everything. */
function attributesOf(tree: Category[], id: string | undefined) {
  const path = id && tree.flatMap((one) => [one, ...one.children]).find((one) => one.id === id)?.path;
  return (path && categoryTrail(tree, path).at(-1)?.attributes) || [];
}
