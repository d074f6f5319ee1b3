import type { HomeSection } from "@feria/api";
import { roundMoney, useMarket } from "../../market";
import { useTranslation } from "../../texts";

type ShelfSection = Pick<
  HomeSection,
  "title" | "source" | "price_below" | "category" | "link" | "link_label"
>;
type More = { href: string; label: string };

/** Title and link of a shelf: the operator's, or those that come with the software for what it shows. */
export function useShelfWords(section: ShelfSection): { title: string; more?: More } {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const { source, price_below: below, category } = section;
  const price = below && roundMoney(below, locale);
  const own = section.link ? { more: { href: section.link, label: section.link_label } } : null;
  if (source === "chosen") return { title: section.title || t("home.chosen"), ...own };
  const key = price ? "under" : source === "newest" ? "fresh" : "loved";
  const label = price ? t("home.allUnder", { price }) : category ? t("home.all") : t(LABELS[source]);
  return {
    title: section.title || t(`home.${key}`, { price }),
    ...(own ?? { more: { href: listOf(section), label } }),
  };
}

const LABELS = { newest: "home.allFresh", best_selling: "home.all" };

/** The list that the shelf is the beginning of. */
export function listOf({ source, price_below: below, category }: ShelfSection): string {
  const query = new URLSearchParams();
  if (source !== "chosen" && !(below && !category)) query.set("sort", source);
  if (below) query.set("max_price", String(below.amount));
  const words = query.toString();
  return `${category ? `/c/${category}` : "/search"}${words && `?${words}`}`;
}
