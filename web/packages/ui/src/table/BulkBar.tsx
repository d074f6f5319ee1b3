import type { ReactNode } from "react";
import { XIcon } from "../icons";

type BulkBarProps = { count: ReactNode; clearLabel: string; onClear: () => void; children: ReactNode };

/** What can be done with all that is selected; rises from the bottom of the list. */
export function BulkBar({ count, clearLabel, onClear, children }: BulkBarProps) {
  return (
    <div className="toast sticky bottom-16 z-20 mx-12 my-12 flex flex-wrap items-center gap-x-16 gap-y-8 rounded-control border border-line bg-surface py-8 ps-16 pe-8 shadow-float">
      <p role="status" className="numbers type-label">
        {count}
      </p>
      <div className="flex flex-1 flex-wrap items-center gap-8">{children}</div>
      <button
        type="button"
        aria-label={clearLabel}
        onClick={onClear}
        className="inline-flex size-36 items-center justify-center rounded-control text-ink-2 hover:bg-sunken hover:text-ink pointer-coarse:size-44"
      >
        <XIcon aria-hidden className="size-16" />
      </button>
    </div>
  );
}
