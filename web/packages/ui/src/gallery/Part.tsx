import { createContext, type ReactNode } from "react";
import type { PictureSource } from "../market/Picture";

export type Theme = "light" | "dark";

/** What the things in the gallery look like, by their names; the others are drawn. */
export const Pictures = createContext<Readonly<Record<string, PictureSource | null>>>({});

/** A chapter of the gallery. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-24">
      <h3 className="border-b border-line pb-8 type-label text-ink-2">{title}</h3>
      {children}
    </section>
  );
}
