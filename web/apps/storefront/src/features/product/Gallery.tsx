import type { Image, Product } from "@feria/api";
import { classes, Picture, type PictureSource, type Thing } from "@feria/ui";
import { useRef, useState, type UIEvent } from "react";
import { useTranslation } from "../../texts";

export type GalleryProps = { product: Product; imageId: string | null; thing: Thing };

/** Pictures to swipe on phones, a mosaic of two columns from 1024 px; the chosen variant's comes first. */
export function Gallery({ product, imageId, thing }: GalleryProps) {
  const { t } = useTranslation();
  const hue = product.seller.stall_hue;
  const images = inOrder(product.images, imageId);
  const [shown, setShown] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const follow = ({ currentTarget: { scrollLeft, clientWidth } }: UIEvent) =>
    setShown(Math.round(Math.abs(scrollLeft) / Math.max(1, clientWidth)));
  if (images.length === 0) {
    return <Picture picture={null} hue={hue} thing={thing} sizes="100vw" isMoving />;
  }
  const isOdd = images.length % 2 === 1;
  return (
    <div className="relative -mx-gutter lg:mx-0">
      <ul
        ref={list}
        aria-label={t("product.pictures")}
        tabIndex={images.length > 1 ? 0 : undefined}
        onScroll={follow}
        className="gallery flex snap-x snap-mandatory overflow-x-auto lg:grid lg:grid-cols-2 lg:gap-20 lg:overflow-visible"
      >
        {images.map((image, place) => (
          <li
            key={image.id}
            className={classes(
              "w-full shrink-0 snap-center lg:w-auto",
              place === 0 && isOdd && "lg:col-span-2",
            )}
          >
            <Picture
              picture={sourceOf(image)}
              hue={hue}
              thing={thing}
              sizes={
                place === 0 && isOdd ? "(min-width: 64rem) 56vw, 100vw" : "(min-width: 64rem) 28vw, 100vw"
              }
              {...(place === 0 ? { isFirst: true, isMoving: true } : {})}
              rounding="none"
              className="lg:rounded-control"
            />
          </li>
        ))}
      </ul>
      {images.length > 1 && <Dots count={images.length} shown={shown} />}
    </div>
  );
}

function Dots({ count, shown }: { count: number; shown: number }) {
  const { t } = useTranslation();
  return (
    <p className="flex justify-center gap-8 pt-12 lg:hidden">
      <span className="sr-only">{t("product.pictureOf", { place: shown + 1, count })}</span>
      {Array.from({ length: count }, (_, place) => (
        <span
          key={place}
          aria-hidden="true"
          className={classes("size-8 rounded-full", place === shown ? "bg-ink" : "bg-line-strong opacity-50")}
        />
      ))}
    </p>
  );
}

function inOrder(images: Image[], firstId: string | null): Image[] {
  const ready = images.filter(({ state, urls }) => state === "ready" && Object.keys(urls).length > 0);
  return [...ready].sort((one, other) => Number(other.id === firstId) - Number(one.id === firstId));
}

function sourceOf({ alt, width, height, urls, placeholder }: Image): PictureSource {
  return { alt, width, height, urls, placeholder };
}
