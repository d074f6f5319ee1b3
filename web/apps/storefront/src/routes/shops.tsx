import { itemsOf, useSellers } from "@feria/api";
import { LoadMore, Skeleton } from "@feria/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "../texts";
import { StallCard } from "../features/shops/StallCard";
import { usePage } from "../page";
import { SELLERS } from "./queries";

const route = getRouteApi("/shops");

/** Everybody who sells here. */
export function ShopsPage() {
  const { t } = useTranslation();
  const { after } = route.useSearch();
  const pages = useSellers(SELLERS, after);
  const sellers = itemsOf(pages.data);
  usePage(t("shops.title"));
  if (pages.error && !pages.data) throw pages.error;
  return (
    <div className="page-width flex flex-col gap-24 pt-20 lg:gap-32 lg:pt-48">
      <header className="flex flex-col gap-8">
        <h1 className="type-display">{t("shops.title")}</h1>
        <p className="max-w-measure text-ink-2">{t("shops.lead")}</p>
      </header>
      <ul className="grid gap-16 md:grid-cols-2 lg:grid-cols-3 lg:gap-20">
        {pages.data
          ? sellers.map((seller) => (
              <li key={seller.id}>
                <StallCard seller={seller} />
              </li>
            ))
          : Array.from({ length: 9 }, (_, place) => (
              <li key={place}>
                <Skeleton className="h-320 w-full" />
              </li>
            ))}
      </ul>
      {pages.hasNextPage && (
        <LoadMore
          href={`/shops?after=${encodeURIComponent(pages.data?.pages.at(-1)?.next ?? "")}`}
          onLoad={() => void pages.fetchNextPage()}
          isLoading={pages.isFetchingNextPage}
        >
          {t("shops.loadMore")}
        </LoadMore>
      )}
    </div>
  );
}
