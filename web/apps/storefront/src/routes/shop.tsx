import { useSeller } from "@feria/api";
import { EmptyState } from "@feria/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "../texts";
import { readListSearch } from "../features/filters/listSearch";
import { SortSelect } from "../features/filters/SortSelect";
import { Missing } from "../features/frame/Missing";
import { ThingList } from "../features/products/ThingList";
import { StallHead } from "../features/shops/StallHead";
import { isMissing } from "../missing";
import { usePage } from "../page";
import { useListPage } from "./listPage";

const route = getRouteApi("/shops/$slug");

/** One stall and everything on it. */
export function ShopPage() {
  const { slug } = route.useParams();
  const seller = useSeller(slug);
  usePage(seller.data?.name);
  if (isMissing(seller.error)) return <Missing />;
  if (seller.error && !seller.data) throw seller.error;
  if (!seller.data) return null;
  return (
    <div className="flex flex-col gap-32 lg:gap-48">
      <div className="sm:page-width sm:pt-20">
        <StallHead seller={seller.data} />
      </div>
      <Things seller={seller.data} />
    </div>
  );
}

function Things({ seller }: { seller: { id: string; slug: string; name: string; stall_hue: number } }) {
  const { t } = useTranslation();
  const { sort, after } = readListSearch(route.useSearch());
  const search = { ...(sort ? { sort } : {}), ...(after ? { after } : {}) };
  const list = useListPage(`/shops/${seller.slug}`, search, { seller: seller.id });
  return (
    <section aria-labelledby="things" className="page-width flex flex-col gap-20">
      <header className="flex flex-wrap items-center justify-between gap-x-24 gap-y-12">
        <h2 id="things" className="type-heading">
          {typeof list.total === "number"
            ? t("shops.thingsWithCount", { count: list.total })
            : t("shops.things")}
        </h2>
        <SortSelect search={search} onChange={list.change} />
      </header>
      {list.isEmpty ? (
        <EmptyState
          hue={seller.stall_hue}
          level={3}
          title={t("shops.empty", { name: seller.name })}
          help={t("shops.emptyHelp")}
        />
      ) : (
        <ThingList pages={list.pages} shelf="stall" nextHref={list.nextHref} label={seller.name} />
      )}
    </section>
  );
}
