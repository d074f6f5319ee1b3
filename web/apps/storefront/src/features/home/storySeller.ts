import type { Seller } from "@feria/api";

const DAY_MS = 86_400_000;

/** Whose story is told today: each stall that has one gets its day. */
export function storySeller(sellers: Seller[], now = Date.now()): Seller | undefined {
  const tellers = sellers.filter(({ story }) => story.trim() !== "");
  return tellers[Math.floor(now / DAY_MS) % Math.max(1, tellers.length)];
}
