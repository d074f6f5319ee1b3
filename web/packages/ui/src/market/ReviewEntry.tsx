import type { ReactNode } from "react";
import { classes } from "../text/classes";
import { stallProps } from "../text/hue";
import { Stars } from "./Rating";

export type ReviewPicture = { id: string; width: number; height: number; urls: Record<string, string> };

export type ReviewEntryProps = {
  stars: number;
  /** "4 of 5 stars", for who does not see them. */
  starsLabel: string;
  /** Who wrote it, when, and of what. */
  meta: ReactNode;
  /** Plain text; it is never read as HTML. */
  text: string;
  photos: ReviewPicture[];
  /** "Photo 1 of 3 by Ana P." */
  photoLabel: (place: number) => string;
  /** What the seller answered, under the stall's colour. */
  reply?: { hue: number; title: ReactNode; text: string } | null;
  /** Above everything: a state, or the product. */
  head?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

/** One review, as buyers, sellers and the operator read it. */
export function ReviewEntry(props: ReviewEntryProps) {
  const { stars, starsLabel, meta, text, photos, photoLabel, reply, head, actions, className } = props;
  return (
    <article className={classes("flex min-w-0 flex-col gap-8", className)}>
      {head}
      <div className="flex flex-wrap items-center gap-x-12 gap-y-4">
        <Stars value={stars} label={starsLabel} />
        <p className="type-small text-ink-2">{meta}</p>
      </div>
      {text && <Words text={text} />}
      {photos.length > 0 && (
        <ul className="flex flex-wrap gap-8 pt-4">
          {photos.map((photo, place) => (
            <li key={photo.id}>
              <Photo photo={photo} label={photoLabel(place + 1)} />
            </li>
          ))}
        </ul>
      )}
      {reply && <Reply {...reply} />}
      {actions && <div className="flex flex-wrap items-center gap-x-8 gap-y-4">{actions}</div>}
    </article>
  );
}

/** Whatever direction somebody writes in, it stays inside its own lines. */
function Words({ text }: { text: string }) {
  return (
    <p dir="auto" className="max-w-measure break-words whitespace-pre-line">
      {text}
    </p>
  );
}

function Photo({ photo: { urls, width, height }, label }: { photo: ReviewPicture; label: string }) {
  const small = urls["160"];
  if (!small) return null;
  return (
    <a
      href={urls["1600"] ?? small}
      target="_blank"
      rel="noreferrer"
      className="block overflow-clip rounded-thumb bg-sunken"
    >
      <img
        src={urls["400"] ?? small}
        alt={label}
        width={width}
        height={height}
        loading="lazy"
        decoding="async"
        className="size-96 object-cover"
      />
    </a>
  );
}

function Reply({ hue, title, text }: { hue: number; title: ReactNode; text: string }) {
  const { className, ...stall } = stallProps(hue);
  return (
    <div
      {...stall}
      className={classes(
        className,
        "mt-4 flex max-w-measure flex-col gap-4 rounded-thumb bg-stall-tint px-16 py-12",
      )}
    >
      <p className="type-label text-stall-text">{title}</p>
      <Words text={text} />
    </div>
  );
}
