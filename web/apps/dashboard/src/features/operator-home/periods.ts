import type { Sales } from "@feria/api";

export const PERIOD_DAYS = 30;
const DAY_MS = 86_400_000;

/** From where to read, so that two whole periods are there whatever the marketplace's own day is by now. */
export function firstDay(now: Date): string {
  return new Date(now.getTime() - 2 * PERIOD_DAYS * DAY_MS).toISOString().slice(0, 10);
}

export type Figure = { now: number; before: number };
export type Day = { start: string; value: number; previous: number };
export type Comparison = { sales: Figure; orders: Figure; days: Day[] };

type SalesDay = Pick<Sales["items"][number], "start" | "orders" | "revenue" | "cancelled">;

/** The last thirty days beside the thirty before; what was cancelled does not count as sold. */
export function compare(items: SalesDay[]): Comparison {
  const now = items.slice(-PERIOD_DAYS);
  const before = items.slice(-2 * PERIOD_DAYS, -PERIOD_DAYS);
  const shift = before.length - now.length;
  return {
    sales: { now: sum(now, soldOn), before: sum(before, soldOn) },
    orders: { now: sum(now, ({ orders }) => orders), before: sum(before, ({ orders }) => orders) },
    days: now.map((day, place) => {
      const other = before[place + shift];
      return { start: day.start, value: soldOn(day), previous: other ? soldOn(other) : 0 };
    }),
  };
}

function soldOn({ revenue, cancelled }: SalesDay): number {
  return revenue.amount - cancelled.amount;
}

function sum<Item>(items: Item[], read: (item: Item) => number): number {
  return items.reduce((total, item) => total + read(item), 0);
}
