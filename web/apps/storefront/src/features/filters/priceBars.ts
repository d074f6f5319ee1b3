import type { Facets } from "@feria/api";
import type { ListSearch } from "./listSearch";

type Step = Facets["prices"][number];
const SEEN_MIN = 4;
const WHOLE = 100;

/** Heights in percent; what holds anything can be seen. */
export function heights(steps: Step[]): number[] {
  const most = Math.max(...steps.map(({ count }) => count), 1);
  return steps.map(({ count }) => (count ? Math.max(Math.round((count / most) * WHOLE), SEEN_MIN) : 0));
}

/** Whether a chosen price, or none, lets anything of this step through. */
export function isInside({ low, high }: Step, { min_price, max_price }: ListSearch): boolean {
  return (min_price === undefined || high > min_price) && (max_price === undefined || low <= max_price);
}
