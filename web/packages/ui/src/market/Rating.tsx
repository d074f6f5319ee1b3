import { StarIcon } from "../icons";

export type RatingProps = {
  /** 1 to 5. */
  value: number;
  count: number;
  /** "4.8 of 5 stars, 31 reviews", for who does not see it. */
  label: string;
  locale?: string;
};

/** Average and number of reviews in one line: 4.8 (31). */
export function Rating({ value, count, label, locale = "en" }: RatingProps) {
  const average = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <span className="inline-flex items-center gap-4 type-small text-ink-2">
      <StarIcon aria-hidden weight="fill" className="size-16 text-star" />
      <span aria-hidden="true" className="numbers">
        {average.format(value)} ({count})
      </span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

const STARS = [1, 2, 3, 4, 5];

/** The stars of one review. */
export function Stars({ value, label }: { value: number; label: string }) {
  return (
    <span className="inline-flex">
      {STARS.map((star) => (
        <StarIcon
          key={star}
          aria-hidden
          weight={star <= value ? "fill" : "regular"}
          className={star <= value ? "size-16 text-star" : "size-16 text-ink-3"}
        />
      ))}
      <span className="sr-only">{label}</span>
    </span>
  );
}
