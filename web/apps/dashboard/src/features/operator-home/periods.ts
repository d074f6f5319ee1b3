import type { RevenuePeriod } from "@feria/api";

export const PERIOD_DAYS = 30;
const DAY_MS = 86_400_000;

/** From where to read, so that two whole periods are there whatever the marketplace's own day is by now. */
export function firstDay(now: Date): string {
  return new Date(now.getTime() - 2 * PERIOD_DAYS * DAY_MS).toISOString().slice(0, 10);
}

export type Day = { start: string; value: number; previous: number };

/** The last thirty days, each beside the same place of the thirty before. */
export function besides(items: Pick<RevenuePeriod, "start" | "gmv">[]): Day[] {
  const now = items.slice(-PERIOD_DAYS);
  const before = items.slice(-2 * PERIOD_DAYS, -PERIOD_DAYS);
  const shift = before.length - now.length;
  return now.map(({ start, gmv }, place) => ({
    start,
    value: gmv.amount,
    previous: before[place + shift]?.gmv.amount ?? 0,
  }));
}
