import { ApiProblem, itemsOf, type Catalogue } from "@feria/api";
import { Button, LoadMore, ProblemNote, ProductGrid, SkeletonCard } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { ThingCard } from "./ThingCard";

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
  columns?: "full" | "beside";
  /** How many blocks stand there while the first page is asked for. */
  size?: number;
};

/** Things by the page; more of them by a button, never by themselves. */
export function ThingList({ pages, shelf, nextHref, category, label, columns, size = 12 }: ThingListProps) {
  const { t } = useTranslation();
  const cards = itemsOf(pages.data);
  const next = pages.data?.pages.at(-1)?.next;
  const total = pages.data?.pages[0]?.total;
  if (!pages.data && pages.error) return <ListFault fault={pages.error} onRetry={pages.refetch} />;
  return (
    <div aria-busy={pages.isPlaceholderData} className={pages.isPlaceholderData ? "opacity-60" : undefined}>
      <ProductGrid label={label} {...(columns ? { columns } : {})}>
        {pages.data
          ? cards.map((card, place) => (
              <ThingCard key={card.id} card={card} shelf={shelf} category={category} isFirst={place < 2} />
            ))
          : Array.from({ length: size }, (_, place) => <SkeletonCard key={place} />)}
      </ProductGrid>
      {pages.isFetchNextPageError && pages.error && (
        <div className="pt-32">
          <ListFault fault={pages.error} onRetry={pages.fetchNextPage} />
        </div>
      )}
      {next && pages.hasNextPage && (
        <LoadMore
          href={nextHref(next)}
          onLoad={() => void pages.fetchNextPage()}
          isLoading={pages.isFetchingNextPage}
          status={total ? t("products.shown", { shown: cards.length, count: total }) : undefined}
        >
          {t("products.loadMore")}
        </LoadMore>
      )}
    </div>
  );
}

function ListFault({ fault, onRetry }: { fault: Error; onRetry: () => unknown }) {
  const { t } = useTranslation();
  const isOffline = fault instanceof ApiProblem && fault.status === 0;
  return (
    <ProblemNote
      title={isOffline ? t("frame.noConnection") : t("products.fault")}
      help={t("products.faultHelp")}
      requestId={fault instanceof ApiProblem ? fault.requestId : null}
      labels={{ requestId: t("frame.requestId"), copy: t("frame.copy"), copied: t("frame.copied") }}
      action={<Button onClick={() => void onRetry()}>{t("frame.tryAgain")}</Button>}
    />
  );
}
