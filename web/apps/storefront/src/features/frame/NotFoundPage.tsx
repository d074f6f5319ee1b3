import { useCategories } from "@feria/api";
import { Chip, EmptyState } from "@feria/ui";
import { useTranslation } from "../../texts";
import { usePage } from "../../page";
import { SearchForm } from "./SearchForm";

/** For addresses at which there is nothing, or no longer. */
export function NotFoundPage() {
  const { t } = useTranslation();
  const { data } = useCategories();
  usePage(t("frame.notFoundTitle"));
  return (
    <div className="page-width">
      <EmptyState level={1} title={t("frame.notFound")} help={t("frame.notFoundHelp")}>
        <div className="mx-auto flex max-w-form flex-col gap-24">
          <SearchForm label={t("frame.search")} />
          <ul className="flex flex-wrap justify-center gap-8">
            {(data?.items ?? []).map((category) => (
              <li key={category.id}>
                <Chip href={`/c/${category.path}`}>{category.name}</Chip>
              </li>
            ))}
          </ul>
        </div>
      </EmptyState>
    </div>
  );
}
