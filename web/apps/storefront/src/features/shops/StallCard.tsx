import type { Seller } from "@feria/api";
import { Anchor, Awning, classes, Picture, stallProps, type PictureSource } from "@feria/ui";
import { useTranslation } from "../../texts";
import { countryName, useMarket } from "../../market";
import { bannerOf, countOf } from "./stall";

/** A stall among others: awning, banner or tint, name, town, how much is on it. */
export function StallCard({ seller }: { seller: Seller }) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const { className, ...stall } = stallProps(seller.stall_hue);
  const count = countOf(seller);
  return (
    <article
      {...stall}
      className={classes(
        className,
        "covered group relative flex h-full flex-col overflow-clip rounded-panel border border-line bg-surface",
      )}
    >
      <div className="relative z-10">
        <Awning />
      </div>
      <Banner name={seller.name} hue={seller.stall_hue} picture={bannerOf(seller)} />
      <div className="flex flex-1 flex-col gap-4 p-16">
        <h2 className="type-heading">
          <Anchor
            href={`/shops/${seller.slug}`}
            className="cover group-hover:underline group-hover:underline-offset-4"
          >
            {seller.name}
          </Anchor>
        </h2>
        <p className="type-label text-stall-text">
          {[seller.town, countryName(seller.country, locale)].filter(Boolean).join(", ")}
          {count !== null && ` · ${t("products.count", { count })}`}
        </p>
        <p className="mt-4 line-clamp-3 text-ink-2">{seller.story}</p>
      </div>
    </article>
  );
}

type BannerProps = { name: string; hue: number; picture: PictureSource | null; isFirst?: boolean };

/** The stall's banner; without one its initials on the tint, in the same frame. */
export function Banner({ name, hue, picture, isFirst = false }: BannerProps) {
  if (picture) {
    return (
      <Picture
        picture={picture}
        hue={hue}
        shape="banner"
        rounding="none"
        sizes={isFirst ? "(min-width: 80rem) 1240px, 100vw" : "(min-width: 64rem) 400px, 96vw"}
        isFirst={isFirst}
        className="-mt-8"
      />
    );
  }
  const initials =
    name
      .match(/\p{Lu}/gu)
      ?.slice(0, 2)
      .join("") ?? name.slice(0, 1);
  return (
    <div
      aria-hidden="true"
      className="-mt-8 flex aspect-banner max-h-160 w-full items-center justify-center bg-stall-tint type-display text-stall-text"
    >
      {initials}
    </div>
  );
}
