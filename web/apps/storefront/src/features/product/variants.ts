import type { Product, Variant } from "@feria/api";

/** The chosen value of each option. */
export type Choice = Record<string, string>;
export type ValueState = "available" | "sold_out" | "missing";
type Options = Pick<Product, "options" | "variants">;

const QUANTITY_MAX = 999;

/** What is chosen before anybody chose: the variant in the address, else the first that can be had, else the first. */
export function firstVariant({ variants }: Options, wanted?: string): Variant | undefined {
  return (
    variants.find(({ id }) => id === wanted) ??
    variants.find(({ in_stock: isThere, price }) => isThere && price) ??
    variants[0]
  );
}

export function variantOf({ variants, options }: Options, choice: Choice): Variant | undefined {
  return variants.find((variant) => options.every(({ name }) => variant.options[name] === choice[name]));
}

/** What choosing this value, with all else as it is, would lead to. */
export function valueState(product: Options, choice: Choice, name: string, value: string): ValueState {
  const variant = variantOf(product, { ...choice, [name]: value });
  if (!variant) return "missing";
  return variant.in_stock ? "available" : "sold_out";
}

/** The variant to go to for a value: as little else as possible changes, and what can be had goes first. */
export function variantFor(
  product: Options,
  choice: Choice,
  name: string,
  value: string,
): Variant | undefined {
  const exact = variantOf(product, { ...choice, [name]: value });
  if (exact) return exact;
  const kept = (variant: Variant) =>
    product.options.filter((option) => variant.options[option.name] === choice[option.name]).length;
  const rank = (variant: Variant) => kept(variant) * 2 + Number(variant.in_stock);
  return product.variants
    .filter((variant) => variant.options[name] === value)
    .reduce<Variant | undefined>((best, one) => (!best || rank(one) > rank(best) ? one : best), undefined);
}

/** How many of it may go into the cart at once; 0 when there is none. */
export function quantityMax(variant: Variant, perOrder: number | null | undefined): number {
  if (!variant.in_stock) return 0;
  const there = variant.stock_policy === "tracked" ? (variant.available ?? 0) : QUANTITY_MAX;
  return Math.max(0, Math.min(there, perOrder ?? QUANTITY_MAX, QUANTITY_MAX));
}

/** Pictures of the values of an option, where each value has one of its own: then they are swatches. */
export function swatchesOf(
  { variants }: Options,
  name: string,
  values: string[],
): Record<string, string> | null {
  const pairs = values.map((value) => {
    const images = new Set(variants.filter((one) => one.options[name] === value).map((one) => one.image_id));
    return [value, images.size === 1 ? [...images][0] : null] as const;
  });
  const ids = pairs.map(([, id]) => id);
  const areApart = new Set(ids).size === ids.length && ids.every((id) => typeof id === "string");
  return areApart && values.length > 1 ? (Object.fromEntries(pairs) as Record<string, string>) : null;
}
