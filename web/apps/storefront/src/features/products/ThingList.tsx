import { itemsOf, type Catalogue } from "@feria/api";
import { LoadMore, ProductGrid, SkeletonCard } from "@feria/ui";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "../../texts";
import { ThingCard } from "./ThingCard";

const ListFault = lazy(() => import("./ListFault").then((part) => ({ default: part.ListFault })));

/** What the list needs of `useProducts`. */
export type Pages = {
  data: { pages: Catalogue[] } | undefined;
  error: Error | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isPlaceholderData: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
};

export type ThingListProps = {
  pages: Pages;
  shelf: string;
  /** The address of this list, beginning after a cursor. */
  nextHref: (cursor: string) => string;
  category?: string | undefined;
  label: string;
  /** Of the things' titles. */
  level?: 2 | 3;
  columns?: "full" | "beside";
  /** How many blocks stand there while the first page is asked for. */
  size?: number;
};

/** Things by the page; more of them by a button, never by themselves. */
export function ThingList({
  pages,
  shelf,
  nextHref,
  category,
  label,
  level,
  columns,
  size = 12,
}: ThingListProps) {
  const { t } = useTranslation();
  const cards = itemsOf(pages.data);
  const next = pages.data?.pages.at(-1)?.next;
  const total = pages.data?.pages[0]?.total;
  const { list, load } = useLoad(pages, cards.length);
  if (!pages.data && pages.error) {
    return (
      <Suspense>
        <ListFault fault={pages.error} onRetry={pages.refetch} />
      </Suspense>
    );
  }
  return (
    <div
      ref={list}
      aria-busy={pages.isPlaceholderData}
      className={pages.isPlaceholderData ? "opacity-60" : undefined}
    >
      <ProductGrid label={label} {...(columns ? { columns } : {})}>
        {pages.data
          ? cards.map((card, place) => (
              <ThingCard
                key={card.id}
                {...{ card, shelf, category }}
                isFirst={place < 2}
                {...(level ? { level } : {})}
              />
            ))
          : Array.from({ length: size }, (_, place) => <SkeletonCard key={place} />)}
      </ProductGrid>
      {pages.isFetchNextPageError && pages.error && (
        <div className="pt-32">
          <Suspense>
            <ListFault fault={pages.error} onRetry={pages.fetchNextPage} />
          </Suspense>
        </div>
      )}
      {next && pages.hasNextPage && (
        <LoadMore
          href={nextHref(next)}
          onLoad={load}
          isLoading={pages.isFetchingNextPage}
          status={total ? t("products.shown", { shown: cards.length, count: total }) : undefined}
        >
          {t("products.loadMore")}
        </LoadMore>
      )}
    </div>
  );
}

/** Fetches more; asked for by a key, the focus goes on with the first thing that is new. */
function useLoad({ fetchNextPage }: Pick<Pages, "fetchNextPage">, count: number) {
  const list = useRef<HTMLDivElement>(null);
  const firstNew = useRef(0);
  useEffect(() => {
    if (!firstNew.current || count <= firstNew.current) return;
    list.current?.querySelectorAll<HTMLElement>("article a")[firstNew.current]?.focus();
    firstNew.current = 0;
  }, [count]);
  const load = (isByKey: boolean) => {
    firstNew.current = isByKey ? count : 0;
    void fetchNextPage();
  };
  return { list, load };
}
