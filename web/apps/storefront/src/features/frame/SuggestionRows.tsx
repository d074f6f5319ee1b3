import type { Suggestions } from "@feria/api";
import { formatMoney } from "@feria/ui";
import { MagnifyingGlassIcon } from "@feria/ui/icons";
import type { ReactNode } from "react";
import { useTranslation } from "../../texts";
import { searchHref } from "./suggestions";

export type SuggestionRow = { id: string; href: string; words?: string; content: ReactNode };
export type SuggestionPart = { title: string; rows: SuggestionRow[] };

/** What typed words may become, as it is shown; parts without rows are left out. */
export function useSuggestionParts(found: Suggestions | undefined): SuggestionPart[] {
  const { t } = useTranslation();
  const parts: SuggestionPart[] = [
    {
      title: t("frame.searches"),
      rows: (found?.queries ?? []).map((words) => ({
        id: `q-${words.replace(/\s/g, "-")}`,
        href: searchHref(words),
        words,
        content: (
          <>
            <MagnifyingGlassIcon aria-hidden className="size-20 text-ink-3" />
            <span className="truncate">{words}</span>
          </>
        ),
      })),
    },
    {
      title: t("frame.categories"),
      rows: (found?.categories ?? []).map(({ id, name, path, product_count }) => ({
        id,
        href: `/c/${path}`,
        content: (
          <>
            <span className="flex-1 truncate">{name}</span>
            <span className="numbers type-label text-ink-3">{product_count}</span>
          </>
        ),
      })),
    },
    {
      title: t("frame.found"),
      rows: (found?.products ?? []).map(({ id, slug, title, seller, price }) => ({
        id,
        href: `/p/${slug}-${id}`,
        content: (
          <>
            <span className="min-w-0 flex-1">
              <span className="block truncate">{title}</span>
              <span className="block truncate type-small text-ink-2">{seller.name}</span>
            </span>
            <span className="numbers type-label">{formatMoney(price)}</span>
          </>
        ),
      })),
    },
  ];
  return parts.filter(({ rows }) => rows.length > 0);
}
