import { itemsOf, useOwnReviews, type Reviewable } from "@feria/api";
import { Anchor, Button, EmptyState, Panel, Picture, Skeleton } from "@feria/ui";
import type { ReactNode } from "react";
import { Fault } from "../../forms/Fault";
import { pictureAt } from "../../media";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";

/** How a line is reviewed comes from its own feature. */
export type OwnReviewsPageProps = { draw: (line: Reviewable) => ReactNode };

/** What waits for a review, and what one has written. */
export function OwnReviewsPage({ draw }: OwnReviewsPageProps) {
  const { t } = useTexts();
  usePage(t("account.reviews"));
  const open = useOwnReviews("open");
  const written = useOwnReviews("written");
  const isEmpty = itemsOf(open.data).length === 0 && itemsOf(written.data).length === 0;
  const error = open.error ?? written.error;
  return (
    <div className="flex flex-col gap-32">
      <h1 className="type-title">{t("account.reviews")}</h1>
      {error && <Fault fault={error} />}
      {open.data && written.data ? (
        isEmpty && <EmptyState title={t("reviews.own.none")} help={t("reviews.own.none.help")} />
      ) : (
        <Skeleton className="h-320" />
      )}
      <Lines title={t("reviews.own.open")} query={open} draw={draw} />
      <Lines title={t("reviews.own.written")} query={written} draw={draw} />
    </div>
  );
}

type LinesProps = OwnReviewsPageProps & { title: string; query: ReturnType<typeof useOwnReviews> };

function Lines({ title, query, draw }: LinesProps) {
  const { t } = useTexts();
  const lines = itemsOf(query.data);
  if (lines.length === 0) return null;
  return (
    <Panel title={title} flush>
      <ul className="divide-y divide-line border-t border-line">
        {lines.map((line) => (
          <li key={line.line_id} className="flex flex-col gap-12 p-16 md:px-20">
            <Bought line={line} />
            {draw(line)}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="flex justify-center p-16">
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("reviews.own.more")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Bought({ line }: { line: Reviewable }) {
  const { t, day } = useTexts();
  const { product, seller } = line;
  return (
    <div className="flex items-center gap-12">
      <Picture
        picture={pictureAt(product.image)}
        hue={seller.stall_hue}
        sizes="56px"
        rounding="thumb"
        className="w-44 shrink-0"
      />
      <div className="min-w-0">
        <p className="font-500">
          <Anchor
            href={`/p/${product.slug}-${product.id}`}
            className="hover:underline hover:underline-offset-4"
          >
            {product.title}
          </Anchor>
        </p>
        <p className="type-label text-ink-2">
          {[line.variant_title, seller.name, t("reviews.arrivedOn", { day: day(line.delivered_at) })]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
    </div>
  );
}
