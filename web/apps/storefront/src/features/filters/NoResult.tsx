import { productsQuery, type Category } from "@feria/api";
import { Chip, EmptyState, LinkButton } from "@feria/ui";
import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "../../texts";
import { useFilterLabel, type Named } from "./ActiveFilters";
import { activeValues, filtersOf, unfiltered, without, type ListSearch } from "./listSearch";

export type NoResultProps = {
  search: ListSearch;
  fixed: Pick<ListSearch, "category" | "seller">;
  named: Named;
  hrefOf: (search: ListSearch) => string;
};

const DROPPED_MAX = 5;
const CATEGORIES_SHOWN = 3;

/** Nothing fits: what would, without one of the filters, and where else to look. */
export function NoResult({ search, fixed, named, hrefOf }: NoResultProps) {
  const { t } = useTranslation();
  const isFiltered = activeValues(search).length > 0;
  return (
    <EmptyState
      title={search.q ? t("filters.noneFor", { words: search.q }) : t("filters.none")}
      help={isFiltered ? t("filters.noneFilteredHelp") : t("filters.noneHelp")}
      action={
        isFiltered && (
          <LinkButton variant="primary" href={hrefOf(unfiltered(search))}>
            {t("filters.clear")}
          </LinkButton>
        )
      }
    >
      <div className="flex flex-col items-center gap-24">
        {isFiltered && <Droppable search={search} fixed={fixed} named={named} hrefOf={hrefOf} />}
        <Elsewhere tree={named.tree} />
      </div>
    </EmptyState>
  );
}

function Droppable({ search, fixed, named, hrefOf }: NoResultProps) {
  const { t } = useTranslation();
  const labelOf = useFilterLabel(search, named);
  const dropped = activeValues(search).slice(0, DROPPED_MAX);
  const counts = useQueries({
    queries: dropped.map((one) =>
      productsQuery({ ...filtersOf(without(search, one), fixed), facets: false, limit: 1 }),
    ),
  });
  const useful = dropped.flatMap((one, place) => {
    const count = counts[place]?.data?.total;
    return count ? [{ ...one, count }] : [];
  });
  if (useful.length === 0) return null;
  return (
    <section className="flex flex-col items-center gap-12">
      <h3 className="type-label text-ink-2">{t("filters.dropOne")}</h3>
      <ul className="flex flex-wrap justify-center gap-8">
        {useful.map((one) => (
          <li key={`${one.name} ${one.value}`}>
            <Chip href={hrefOf(without(search, one))}>
              {t("filters.withoutOne", { label: labelOf(one), count: one.count })}
            </Chip>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Elsewhere({ tree }: { tree: Category[] }) {
  const { t } = useTranslation();
  const largest = [...tree]
    .sort((one, other) => other.product_count - one.product_count)
    .slice(0, CATEGORIES_SHOWN);
  return (
    <section className="flex flex-col items-center gap-12">
      <h3 className="type-label text-ink-2">{t("filters.elsewhere")}</h3>
      <ul className="flex flex-wrap justify-center gap-8">
        {largest.map((category) => (
          <li key={category.id}>
            <Chip href={`/c/${category.path}`}>
              {category.name}
              <span className="numbers text-ink-3">{category.product_count}</span>
            </Chip>
          </li>
        ))}
      </ul>
    </section>
  );
}
