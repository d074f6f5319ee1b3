import { classes } from "@feria/ui";
import type { ReactNode } from "react";

export type Fact = { name: ReactNode; value: ReactNode };

type FactsProps = {
  items: Fact[];
  /** Amounts that add up: values stand at the end of the line. */
  isSum?: boolean;
};

/** Names with their values; what has no value is left out. */
export function Facts({ items, isSum = false }: FactsProps) {
  return (
    <dl className="flex flex-col gap-8">
      {items.filter(hasValue).map(({ name, value }, place) => (
        <div key={place} className={classes("flex gap-x-16", isSum && "justify-between")}>
          <dt className={classes("text-ink-2", !isSum && "w-96 shrink-0 sm:w-128")}>{name}</dt>
          <dd className={classes("min-w-0", isSum && "text-end")}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function hasValue({ value }: Fact): boolean {
  return value !== "" && value !== null && value !== undefined && value !== false;
}
