import type { ReactNode } from "react";

export type Theme = "light" | "dark";

/** A chapter of the gallery. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-24">
      <h3 className="border-b border-line pb-8 type-label text-ink-2">{title}</h3>
      {children}
    </section>
  );
}
