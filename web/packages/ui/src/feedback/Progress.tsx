import type { ReactNode } from "react";
import { classes } from "../text/classes";

export type ProgressProps = { label: ReactNode; value: number; max: number; aside?: ReactNode };

/** How far something is, with words. */
export function Progress({ label, value, max, aside }: ProgressProps) {
  const done = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex justify-between gap-8 type-label">
        <span>{label}</span>
        {aside && <span className="numbers text-ink-2">{aside}</span>}
      </div>
      <div
        role="progressbar"
        aria-label={typeof label === "string" ? label : undefined}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        className="h-8 overflow-clip rounded-full border border-line-strong bg-sunken"
      >
        <div style={{ "--done": done }} className="progress-bar h-full bg-plum" />
      </div>
    </div>
  );
}

/** A still block in the exact size of what will be there; its classes give the size. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={classes("skeleton rounded-thumb", className)} />;
}

/** Still cards while a grid loads. */
export function SkeletonCard() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-8">
      <div className="skeleton aspect-card rounded-control" />
      <Skeleton className="h-16 w-1/3" />
      <Skeleton className="h-20 w-3/4" />
      <Skeleton className="h-20 w-1/4" />
    </div>
  );
}
