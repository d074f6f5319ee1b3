import type { ProductCard } from "@feria/api";

const HERO = 4;

/** Four things for the top of the page, of as many stalls as can be, pictured ones first; the rest lies below. */
export function shareOut(cards: ProductCard[]): { hero: ProductCard[]; rest: ProductCard[] } {
  const inOrder = [...cards].sort((one, other) => Number(other.image !== null) - Number(one.image !== null));
  const stalls = new Set<string>();
  const apart = inOrder.filter(({ seller }) => !stalls.has(seller.id) && stalls.add(seller.id));
  const hero = [...apart, ...inOrder.filter((card) => !apart.includes(card))].slice(0, HERO);
  return { hero, rest: cards.filter((card) => !hero.includes(card)) };
}
