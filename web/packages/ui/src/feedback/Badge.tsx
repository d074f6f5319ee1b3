import type { ReactNode } from "react";
import { XIcon } from "../icons";
import { Anchor } from "../layout/Anchor";
import { classes } from "../text/classes";

export type Tone = "neutral" | "good" | "warn" | "bad" | "info" | "plum";

const SOFT: Record<Tone, string> = {
  neutral: "bg-sunken text-ink-2",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
  plum: "bg-plum-soft text-plum-text",
};

const DOTS: Record<Tone, string> = {
  neutral: "text-ink-3",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  info: "text-info",
  plum: "text-plum-text",
};

export type BadgeProps = { tone?: Tone; children: ReactNode };

/** A word on a soft ground. */
export function Badge({ tone = "neutral", children }: BadgeProps) {
  return (
    <span
      className={classes(
        "inline-flex items-center rounded-tag whitespace-nowrap px-8 py-2 type-small font-500",
        SOFT[tone],
      )}
    >
      {children}
    </span>
  );
}

/** A state in a table: dot and word, so that colour never stands alone. */
export function StatusDot({ tone = "neutral", children }: BadgeProps) {
  return (
    <span className="inline-flex items-center gap-8 whitespace-nowrap">
      <svg
        viewBox="0 0 8 8"
        aria-hidden="true"
        className={classes("size-8 shrink-0", DOTS[tone])}
        fill="currentColor"
      >
        <circle cx="4" cy="4" r="4" />
      </svg>
      {children}
    </span>
  );
}

export type ChipProps = {
  children: ReactNode;
  isSelected?: boolean;
  onClick?: () => void;
  /** Makes it a link. */
  href?: string;
  /** Makes it removable; `removeLabel` says what the button does. */
  onRemove?: () => void;
  removeLabel?: string;
};

const CHIP =
  "inline-flex min-h-36 items-center gap-8 rounded-control border px-12 type-label transition-colors pointer-coarse:min-h-44";

/** A small choice or an active filter. */
export function Chip({ children, isSelected = false, onClick, href, onRemove, removeLabel }: ChipProps) {
  const shape = classes(
    CHIP,
    isSelected ? "border-plum-text bg-plum-soft text-plum-text" : "border-line-strong bg-surface text-ink",
  );
  if (onRemove) {
    return (
      <span className={classes(shape, "pe-0")}>
        {children}
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="inline-flex size-36 items-center justify-center rounded-control hover:text-bad pointer-coarse:size-44"
        >
          <XIcon aria-hidden className="size-16" />
        </button>
      </span>
    );
  }
  if (href) {
    return (
      <Anchor
        href={href}
        aria-current={isSelected ? "true" : undefined}
        className={classes(shape, "hover:border-ink")}
      >
        {children}
      </Anchor>
    );
  }
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={onClick}
      className={classes(shape, "hover:border-ink")}
    >
      {children}
    </button>
  );
}

export type ActiveFilter = { key: string; label: ReactNode; removeLabel: string; onRemove: () => void };
export type FilterChipsProps = {
  label: string;
  filters: ActiveFilter[];
  clearLabel: string;
  onClear: () => void;
};

/** The filters in force, each removable, and one button for all. */
export function FilterChips({ label, filters, clearLabel, onClear }: FilterChipsProps) {
  if (filters.length === 0) return null;
  return (
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-8">
      {filters.map((filter) => (
        <Chip key={filter.key} isSelected onRemove={filter.onRemove} removeLabel={filter.removeLabel}>
          {filter.label}
        </Chip>
      ))}
      <button
        type="button"
        onClick={onClear}
        className="min-h-36 px-8 type-label text-plum-text underline underline-offset-4 pointer-coarse:min-h-44"
      >
        {clearLabel}
      </button>
    </div>
  );
}
