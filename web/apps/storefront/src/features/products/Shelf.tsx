import type { ProductCard as Card } from "@feria/api";
import { ProductGrid, SkeletonCard, TextLink } from "@feria/ui";
import type { ReactNode } from "react";
import { ThingCard } from "./ThingCard";

export type ShelfProps = {
  title: ReactNode;
  /** Names its cards among those of other shelves. */
  name: string;
  cards: Card[] | undefined;
  /** How many there will be, while they are asked for. */
  size: number;
  /** Where there are more of them. */
  more?: { href: string; label: string };
  isFirst?: boolean;
};

const FIRST = 2;

/** A heading and a grid of things; nothing at all when there is none. */
export function Shelf({ title, name, cards, size, more, isFirst = false }: ShelfProps) {
  if (cards?.length === 0) return null;
  return (
    <section className="page-width">
      <header className="mb-16 flex flex-wrap items-baseline justify-between gap-x-16 lg:mb-24">
        <h2 className="type-heading">{title}</h2>
        {more && (
          <TextLink href={more.href} className="reach type-label">
            {more.label}
          </TextLink>
        )}
      </header>
      <ProductGrid>
        {cards
          ? cards.map((card, place) => (
              <ThingCard key={card.id} card={card} shelf={name} isFirst={isFirst && place < FIRST} />
            ))
          : Array.from({ length: size }, (_, place) => <SkeletonCard key={place} />)}
      </ProductGrid>
    </section>
  );
}
