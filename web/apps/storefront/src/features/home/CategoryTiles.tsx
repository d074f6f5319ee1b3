import type { Category } from "@feria/api";
import { Anchor, classes, stallProps, ThingDrawing, type Thing } from "@feria/ui";
import { useTranslation } from "react-i18next";

export type CategoryTilesProps = { categories: Category[]; thingOf: (path: string) => Thing };

/** The categories with what is in them. */
export function CategoryTiles({ categories, thingOf }: CategoryTilesProps) {
  const { t } = useTranslation();
  const { className, ...stall } = stallProps(null);
  const shown = categories.filter((category) => category.product_count > 0);
  if (shown.length === 0) return null;
  const tiles = [
    ...shown.map(({ path, name, product_count: count }) => ({
      href: `/c/${path}`,
      name,
      count,
      thing: thingOf(path),
    })),
    {
      href: "/search",
      name: t("frame.allThings"),
      count: shown.reduce((sum, { product_count: count }) => sum + count, 0),
      thing: "parcel" as const,
    },
  ];
  return (
    <section className="page-width">
      <h2 className="mb-16 type-heading lg:mb-24">{t("home.categories")}</h2>
      <ul className="grid grid-cols-2 gap-12 md:grid-cols-3 lg:grid-cols-5 lg:gap-20">
        {tiles.map(({ href, name, count, thing }) => (
          <li key={href}>
            <Anchor
              {...stall}
              href={href}
              className={classes(
                className,
                "group flex h-full flex-col gap-12 rounded-control bg-sunken p-16 hover:bg-stall-tint",
              )}
            >
              <ThingDrawing thing={thing} className="h-96 w-fit self-center" />
              <span>
                <span className="block font-500 group-hover:underline group-hover:underline-offset-4">
                  {name}
                </span>
                <span className="numbers type-small text-ink-2">{t("products.count", { count })}</span>
              </span>
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}
