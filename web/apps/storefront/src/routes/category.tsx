import { categoryTrail, useCategories, useCategoryTexts, type Category } from "@feria/api";
import { Breadcrumbs, Chip } from "@feria/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "../texts";
import { FilteredList } from "../features/filters/FilteredList";
import { readListSearch } from "../features/filters/listSearch";
import { Missing } from "../features/frame/Missing";
import { ListTitle } from "../features/products/ListTitle";
import { ThingList } from "../features/products/ThingList";
import { usePage } from "../page";
import { useListPage } from "./listPage";

const route = getRouteApi("/c/$");

/** Things of one category and of those below it. */
export function CategoryPage() {
  const { _splat: path = "" } = route.useParams();
  const categories = useCategories();
  const trail = categoryTrail(categories.data?.items ?? [], path.replace(/\/$/, ""));
  const category = trail.at(-1);
  if (categories.error && !categories.data) throw categories.error;
  if (categories.data && !category) return <Missing />;
  return category ? <CategoryList key={category.id} category={category} trail={trail} /> : null;
}

function CategoryList({ category, trail }: { category: Category; trail: Category[] }) {
  const { t } = useTranslation();
  const search = readListSearch(route.useSearch());
  const fixed = { category: category.id };
  const list = useListPage(`/c/${category.path}`, search, fixed);
  const texts = useCategoryTexts(category.id).data;
  usePage(texts?.page_title || category.name);
  return (
    <div className="page-width flex flex-col gap-20 pt-12 lg:pt-24">
      <Breadcrumbs
        label={t("products.trail")}
        items={[
          { label: t("frame.tab.home"), href: "/" },
          ...trail.slice(0, -1).map(({ name, path }) => ({ label: name, href: `/c/${path}` })),
          { label: category.name },
        ]}
      />
      <ListTitle title={category.name} total={list.total} lead={category.description} intro={texts?.intro} />
      {category.children.length > 0 && (
        <ul className="flex flex-wrap gap-8">
          {category.children.map((child) => (
            <li key={child.id}>
              <Chip href={`/c/${child.path}`}>
                {child.name}
                <span className="numbers text-ink-3">{child.product_count}</span>
              </Chip>
            </li>
          ))}
        </ul>
      )}
      <FilteredList
        search={search}
        fixed={fixed}
        attributes={category.attributes}
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
          category={category.path}
          label={category.name}
          level={2}
          columns="beside"
        />
      </FilteredList>
    </div>
  );
}
