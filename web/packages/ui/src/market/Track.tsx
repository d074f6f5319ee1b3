import { CheckIcon } from "../icons";
import { classes } from "../text/classes";
import { stallProps } from "../text/hue";

export type TrackStop = { label: string; at?: string };

export type TrackProps = {
  /** "Way of the parcel" */
  label: string;
  stops: TrackStop[];
  /** How many stops are done. */
  done: number;
  hue: number | null | undefined;
  /** "done", read after the name of each stop that is. */
  doneLabel: string;
};

/** The stops of a parcel: Ordered, Accepted, Shipped, Out for delivery, Delivered; what is done in the stall's band. */
export function Track({ label, stops, done, hue, doneLabel }: TrackProps) {
  const { className, ...stall } = stallProps(hue);
  return (
    <ol {...stall} aria-label={label} className={classes(className, "flex flex-col sm:flex-row")}>
      {stops.map((stop, place) => {
        const isDone = place < done;
        return (
          <li
            key={stop.label}
            aria-current={place === done - 1 ? "step" : undefined}
            className="relative flex flex-1 gap-12 pb-16 last:pb-0 sm:flex-col sm:gap-8 sm:pb-0"
          >
            {place < stops.length - 1 && (
              <span
                aria-hidden="true"
                className={classes(
                  "absolute start-8 top-20 bottom-0 w-2 sm:start-20 sm:end-0 sm:top-8 sm:bottom-auto sm:h-2 sm:w-auto",
                  place < done - 1 ? "bg-stall-band" : "bg-line",
                )}
              />
            )}
            <span
              aria-hidden="true"
              className={classes(
                "relative flex size-20 shrink-0 items-center justify-center rounded-full border",
                isDone ? "border-stall-band bg-stall-band text-on-band" : "border-line-strong bg-surface",
              )}
            >
              {isDone && <CheckIcon className="size-16" />}
            </span>
            <span className="flex flex-col pe-8">
              <span className={classes("type-label", isDone ? "text-ink" : "text-ink-2")}>
                {stop.label}
                {isDone && <span className="sr-only"> ({doneLabel})</span>}
              </span>
              {stop.at && <span className="numbers type-small text-ink-2">{stop.at}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
