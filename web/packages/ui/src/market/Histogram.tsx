import { classes } from "../text/classes";

export type HistogramProps = {
  /** From five stars down to one. */
  rows: { stars: number; count: number; label: string }[];
  /** The stars that are picked. */
  chosen: number | null;
  onChoose: (stars: number | null) => void;
  /** Names the group. */
  label: string;
};

/** How many reviews have how many stars; each row picks those. */
export function Histogram({ rows, chosen, onChoose, label }: HistogramProps) {
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <div role="group" aria-label={label} className="flex flex-col">
      {rows.map(({ stars, count, label: name }) => (
        <button
          key={stars}
          type="button"
          aria-pressed={stars === chosen}
          disabled={count === 0}
          onClick={() => onChoose(stars === chosen ? null : stars)}
          className={classes(
            "flex min-h-44 items-center gap-12 rounded-thumb px-8 text-start type-label transition-colors",
            stars === chosen ? "bg-plum-soft text-plum-text" : "text-ink-2 enabled:hover:bg-sunken",
          )}
        >
          <span className="w-56 shrink-0">{name}</span>
          <svg
            aria-hidden="true"
            viewBox="0 0 100 8"
            preserveAspectRatio="none"
            className="h-8 min-w-0 flex-1 overflow-clip rounded-full bg-sunken text-star"
          >
            <rect width={all > 0 ? (100 * count) / all : 0} height="8" fill="currentColor" />
          </svg>
          <span className="numbers w-32 shrink-0 text-end">{count}</span>
        </button>
      ))}
    </div>
  );
}
