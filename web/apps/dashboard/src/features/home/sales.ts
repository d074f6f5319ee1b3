import type { Sales } from "@feria/api";
import type { LinePoint } from "@feria/ui/chart";
import { formatDay } from "@feria/ui";

export const PERIOD_DAYS = 30;

/** Both periods in one range of days, as the API's `from` and `to` want them. */
export function salesRange(today: Date): { from: string; to: string } {
  return { from: isoDay(shifted(today, 1 - 2 * PERIOD_DAYS)), to: isoDay(today) };
}

export type Comparison = { points: LinePoint[]; total: number; previous: number; orders: number };

/** The last thirty days, each beside the same place of the thirty days before; cancelled sales do not count. */
export function compare(sales: Pick<Sales, "items">, today: Date): Comparison {
  const byDay = new Map(sales.items.map((item) => [item.start, item]));
  const of = (day: Date) => {
    const found = byDay.get(isoDay(day));
    return found ? found.revenue.amount - found.cancelled.amount : 0;
  };
  const days = Array.from({ length: PERIOD_DAYS }, (_, place) => shifted(today, place + 1 - PERIOD_DAYS));
  const points = days.map((day) => ({
    label: formatDay(isoDay(day)),
    value: of(day),
    previous: of(shifted(day, -PERIOD_DAYS)),
  }));
  const sum = (read: (point: (typeof points)[number]) => number) =>
    points.reduce((total, point) => total + read(point), 0);
  const orders = days.reduce((total, day) => total + (byDay.get(isoDay(day))?.orders ?? 0), 0);
  return { points, total: sum((point) => point.value), previous: sum((point) => point.previous), orders };
}

function shifted(day: Date, days: number): Date {
  const other = new Date(day);
  other.setDate(other.getDate() + days);
  return other;
}

/** The day as the calendar on the wall has it. */
function isoDay(day: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
