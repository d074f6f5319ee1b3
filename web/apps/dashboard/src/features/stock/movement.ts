import type { Stock, StockMovement } from "@feria/api";

export const CAUSES = ["received", "returned", "sold", "damaged", "counted"] as const;
export type Cause = (typeof CAUSES)[number];

/** Whether more or fewer are there afterwards; a count says how many there are. */
const SIGNS: Record<Exclude<Cause, "counted">, 1 | -1> = { received: 1, returned: 1, sold: -1, damaged: -1 };

export type Change = { cause: Cause; number: number; reason: string };

/** How many there are after the change. */
export function onHandAfter(
  stock: Pick<Stock, "on_hand">,
  { cause, number }: Omit<Change, "reason">,
): number {
  return cause === "counted" ? number : stock.on_hand + SIGNS[cause] * number;
}

/** What is sent: a count goes against the version that was read, anything else is a difference. */
export function movementOf(stock: Pick<Stock, "variant_id" | "version">, change: Change): StockMovement {
  const { cause, number, reason } = change;
  const shared = { variant_id: stock.variant_id, reason };
  return cause === "counted"
    ? { ...shared, counted: number, version: stock.version }
    : { ...shared, delta: SIGNS[cause] * number };
}

/** A whole number of things, or null. */
export function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
