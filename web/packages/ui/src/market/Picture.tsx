import { useState, type ReactNode } from "react";
import { classes } from "../text/classes";
import { stallProps } from "../text/hue";
import { ThingDrawing, type Thing } from "./drawings";

/** A picture in one or several widths: `{ "400": url, "800": url }`. */
export type PictureSource = {
  alt: string;
  width: number;
  height: number;
  urls: Record<string, string>;
  /** A blur of it as a `data:` address, seen until it has come; empty for what can be seen through. */
  placeholder?: string;
};

export type PictureProps = {
  /** Without one, or when it cannot be loaded, the stall's tint with a drawing stands in the same frame. */
  picture: PictureSource | null | undefined;
  hue: number | null | undefined;
  thing?: Thing;
  /** As `sizes` of an image: how wide it is shown. */
  sizes: string;
  /** The first picture a visitor sees: fetched at once. */
  isFirst?: boolean;
  isDimmed?: boolean;
  shape?: "card" | "square" | "banner";
  rounding?: "control" | "thumb" | "none";
  /** Goes along from one page to the next; one at a time per page. */
  isMoving?: boolean;
  /** Drawn over the picture: tag, heart, label, second picture. */
  children?: ReactNode;
  className?: string;
};

const RENDITION = /-(\d+)\.webp$/;
const WIDTHS = [160, 400, 800, 1600];
const FRAME_RATIO = 4 / 5;
const CROP_MAX = 0.15;
const SHAPES = { card: "aspect-card", square: "aspect-square", banner: "aspect-banner" };
const ROUNDINGS = { control: "rounded-control", thumb: "rounded-thumb", none: "" };

/** All widths of a picture of which one address is known, as the API's cards have it. */
export function pictureOf(
  image: { url: string; alt: string; width: number; height: number; placeholder?: string } | null | undefined,
): PictureSource | null {
  if (!image) return null;
  const { url, ...rest } = image;
  const urls = RENDITION.test(url)
    ? Object.fromEntries(WIDTHS.map((width) => [String(width), url.replace(RENDITION, `-${width}.webp`)]))
    : { [String(image.width)]: url };
  return { ...rest, urls };
}

/** A fixed frame that never shifts, filled by the picture. */
export function Picture(props: PictureProps) {
  const { hue, thing, shape = "card", rounding = "control", isMoving, children, className } = props;
  const [failed, setFailed] = useState<PictureSource | null>(null);
  const { className: stallClass, ...stall } = stallProps(hue);
  const picture = props.picture && props.picture !== failed ? props.picture : null;
  return (
    <div
      {...stall}
      className={classes(
        stallClass,
        "relative overflow-clip bg-stall-tint",
        SHAPES[shape],
        ROUNDINGS[rounding],
        isMoving && "moving-picture",
        className,
      )}
    >
      {picture && Object.keys(picture.urls).length > 0 ? (
        <Image {...props} picture={picture} onFail={() => setFailed(picture)} />
      ) : (
        <div className="flex h-full items-center justify-center">
          <ThingDrawing {...(thing ? { thing } : {})} className="h-1/2 max-h-160 max-w-3/4" />
        </div>
      )}
      {children}
    </div>
  );
}

type ImageProps = PictureProps & { picture: PictureSource; onFail: () => void };

function Image({ picture, sizes, isFirst, isDimmed, shape = "card", onFail }: ImageProps) {
  const look = classes(
    "absolute inset-0 size-full",
    shape === "card" && !isNearFrame(picture) ? "object-contain" : "object-cover",
    isDimmed && "opacity-60",
  );
  return (
    <>
      {picture.placeholder && !isDimmed && <img src={picture.placeholder} alt="" className={look} />}
      <img
        src={largestUpTo(picture.urls, 800)}
        srcSet={srcSetOf(picture)}
        sizes={sizes}
        alt={picture.alt}
        width={picture.width}
        height={picture.height}
        loading={isFirst ? "eager" : "lazy"}
        fetchPriority={isFirst ? "high" : "auto"}
        decoding={isFirst ? "sync" : "async"}
        onError={onFail}
        className={look}
      />
    </>
  );
}

/** Photographs of another shape are shown whole on the tint; nearly fitting ones are cropped. */
function isNearFrame({ width, height }: PictureSource): boolean {
  return Math.abs(width / height / FRAME_RATIO - 1) <= CROP_MAX;
}

function sorted(urls: Record<string, string>): [number, string][] {
  return Object.entries(urls)
    .map(([width, url]): [number, string] => [Number(width), url])
    .sort(([one], [other]) => one - other);
}

/** Renditions are never enlarged, so the last one is as wide as the picture itself. */
function srcSetOf({ urls, width }: PictureSource): string {
  const known = sorted(urls).filter(
    ([one], place, all) => place === 0 || (all[place - 1]?.[0] ?? 0) < width || one <= width,
  );
  return known.map(([one, url]) => `${url} ${Math.min(one, width)}w`).join(", ");
}

function largestUpTo(urls: Record<string, string>, width: number): string {
  const all = sorted(urls);
  return (all.filter(([one]) => one <= width).pop() ?? all[0])?.[1] ?? "";
}
