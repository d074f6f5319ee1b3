import {
  itemsOf,
  useIsSignedIn,
  useReviewMarks,
  useReviews,
  type Product,
  type ReviewFilters,
  type Reviews,
} from "@feria/api";
import { Button, Histogram, Select, Stars, TextLink } from "@feria/ui";
import { useState } from "react";
import { useMarket } from "../../market";
import reviewTexts from "../../locales/en/reviews.json";
import { addTexts, useTranslation } from "../../texts";
import { ReviewItem } from "./ReviewItem";

const SORTS = ["newest", "helpful", "highest", "lowest"] as const;
const STARS = [5, 4, 3, 2, 1] as const;
/** Python sends the first page along (feria/pages/storefront.py): change both. */
const SHOWN_FIRST = 6;

addTexts(reviewTexts);

/** What buyers say: average, how many have how many stars, and the reviews in the order somebody likes. */
export function ReviewsSection({ product }: { product: Product }) {
  const { t } = useTranslation();
  const [filters, setFilters] = useState<ReviewFilters>({});
  const query = useReviews(product.id, { ...filters, limit: SHOWN_FIRST });
  const first = query.data?.pages[0];
  return (
    <section id="reviews" aria-labelledby="reviews-title" className="flex scroll-mt-96 flex-col gap-20">
      <h2 id="reviews-title" className="type-heading">
        {t("reviews.title")}
      </h2>
      {first?.review_count === 0 && <p className="text-ink-2">{t("reviews.none")}</p>}
      {first !== undefined && first.review_count > 0 && (
        <div className="grid items-start gap-x-64 gap-y-24 lg:grid-cols-12">
          <div className="lg:sticky lg:top-96 lg:col-span-4">
            <Overview reviews={first} filters={filters} onChange={setFilters} />
          </div>
          <div className="flex flex-col gap-16 lg:col-span-8">
            <SortBar filters={filters} onChange={setFilters} />
            <List product={product} query={query} />
          </div>
        </div>
      )}
    </section>
  );
}

type Choosing = { filters: ReviewFilters; onChange: (filters: ReviewFilters) => void };

function picked({ sort }: ReviewFilters, stars: number | null): ReviewFilters {
  return { ...(sort ? { sort } : {}), ...(stars ? { stars } : {}) };
}

function Overview({ reviews, filters, onChange }: Choosing & { reviews: Reviews }) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const average = reviews.rating ?? 0;
  const written = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <div className="flex flex-col gap-12">
      <div className="flex items-center gap-12 px-8">
        <span aria-hidden="true" className="numbers type-title">
          {written.format(average)}
        </span>
        <div className="flex flex-col">
          <Stars
            value={Math.round(average)}
            label={t("products.rating", { value: average, count: reviews.review_count })}
          />
          <span aria-hidden="true" className="type-small text-ink-2">
            {t("reviews.count", { count: reviews.review_count })}
          </span>
        </div>
      </div>
      <Histogram
        label={t("reviews.histogram")}
        rows={STARS.map((stars) => ({
          stars,
          count: reviews.histogram[`${stars}`] ?? 0,
          label: t("reviews.stars", { count: stars }),
        }))}
        chosen={filters.stars ?? null}
        onChoose={(stars) => onChange(picked(filters, stars))}
      />
    </div>
  );
}

function SortBar({ filters, onChange }: Choosing) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-16 gap-y-8">
      <p className="min-h-24">
        {filters.stars ? (
          <Button variant="quiet" className="-ms-20" onClick={() => onChange(picked(filters, null))}>
            {t("reviews.all")}
          </Button>
        ) : null}
      </p>
      <div className="w-240">
        <Select
          aria-label={t("reviews.sort")}
          value={filters.sort ?? "newest"}
          onChange={(event) => onChange({ ...filters, sort: event.target.value as (typeof SORTS)[number] })}
          options={SORTS.map((sort) => ({ value: sort, label: t(`reviews.sort.${sort}`) }))}
        />
      </div>
    </div>
  );
}

function List({ product, query }: { product: Product; query: ReturnType<typeof useReviews> }) {
  const { t } = useTranslation();
  const isSignedIn = useIsSignedIn();
  const marks = useReviewMarks(product.id, isSignedIn).data;
  return (
    <>
      <ul aria-busy={query.isPlaceholderData || undefined} className="flex flex-col divide-y divide-line">
        {itemsOf(query.data).map((review) => (
          <li key={review.id} className="py-20 first:pt-0">
            <ReviewItem review={review} product={product} marks={isSignedIn ? marks : undefined} />
          </li>
        ))}
      </ul>
      {!isSignedIn && (
        <p className="type-small text-ink-2">
          <TextLink href={`/sign-in?next=${encodeURIComponent(`/p/${product.slug}-${product.id}`)}`}>
            {t("reviews.signIn")}
          </TextLink>
        </p>
      )}
      {query.hasNextPage && (
        <Button
          className="self-center"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("reviews.more")}
        </Button>
      )}
    </>
  );
}
