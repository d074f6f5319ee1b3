import { Select } from "@feria/ui";
import { useTranslation } from "../../texts";
import { changed, SORTS, type ListSearch, type Sort } from "./listSearch";

type SortSelectProps = { search: ListSearch; onChange: (search: ListSearch) => void };

/** The order of a list; the one that holds without a choice is not in the address. */
export function SortSelect({ search, onChange }: SortSelectProps) {
  const { t } = useTranslation();
  const standard: Sort = search.q ? "relevance" : "newest";
  const sorts: Sort[] = search.q ? ["relevance", ...SORTS] : [...SORTS];
  const choose = (sort: string) =>
    onChange(changed(search, { sort: sort === standard ? undefined : (sort as Sort) }));
  return (
    <Select
      aria-label={t("filters.sort")}
      value={search.sort ?? standard}
      onChange={(event) => choose(event.target.value)}
      options={sorts.map((sort) => ({ value: sort, label: t(`filters.sorts.${sort}`) }))}
    />
  );
}
