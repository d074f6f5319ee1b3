import type { ReactNode } from "react";

export type Fact = { name: ReactNode; value: ReactNode };

/** Names with their values; what has no value is left out. */
export function Facts({ items }: { items: Fact[] }) {
  return (
    <dl className="flex flex-col gap-8">
      {items
        .filter(({ value }) => value !== "" && value !== null && value !== undefined)
        .map(({ name, value }, place) => (
          <div key={place} className="flex flex-col gap-x-16 sm:flex-row">
            <dt className="shrink-0 text-ink-2 sm:w-160">{name}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
