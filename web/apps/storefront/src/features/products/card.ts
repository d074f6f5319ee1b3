import type { ProductCard } from "@feria/api";
import type { Thing } from "@feria/ui";

const NEW_DAYS = 14;
const DAY_MS = 86_400_000;
const REDUCTION_MIN = 5;

/** Where a thing is. */
export function addressOf({ slug, id }: Pick<ProductCard, "slug" | "id">): string {
  return `/p/${slug}-${id}`;
}

/** How much less than before, in whole percent below zero; null for too little to boast of. */
export function reductionOf({ price, compare_at_price: before }: Priced): number | null {
  if (!before || before.currency !== price.currency || before.amount <= price.amount) return null;
  const percent = Math.floor(((before.amount - price.amount) * 100) / before.amount);
  return percent < REDUCTION_MIN ? null : -percent;
}

type Priced = Pick<ProductCard, "price" | "compare_at_price">;

/** Whether it came onto the stall within the last fortnight; by whole days, so that a page says it until its day ends. */
export function isNew(publishedAt: string | null | undefined, today: string): boolean {
  if (!publishedAt) return false;
  const days = (Date.parse(today) - Date.parse(publishedAt.slice(0, 10))) / DAY_MS;
  return days >= 0 && days < NEW_DAYS;
}

/** Words of addresses and titles that tell which drawing stands for a missing picture. */
const THINGS: [Thing, RegExp][] = [
  ["candle", /candle|pillar/],
  ["lamp", /lamp|lantern|light/],
  ["cup", /mug|cup|tumbler/],
  ["bowl", /bowl|plate|dish|table/],
  ["vase", /vase|jug|bottle|carafe|pitcher/],
  ["cloth", /blanket|linen|throw|towel|cloth/],
  ["soap", /soap|bath/],
  ["jar", /jar|honey|oil|pantry|vinegar|salt/],
  ["book", /notebook|book/],
  ["print", /print|paper|poster|card|linocut/],
];

/** The drawing for what the first of these words tell: a thing's title, then its category's path. */
export function thingOf(...words: string[]): Thing {
  const found = words.flatMap((one) => THINGS.find(([, pattern]) => pattern.test(one.toLowerCase())) ?? []);
  return (found[0] as Thing | undefined) ?? "parcel";
}
