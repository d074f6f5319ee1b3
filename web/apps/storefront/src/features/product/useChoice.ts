import type { Product, Variant } from "@feria/api";
import { firstVariant, variantFor, type Choice } from "./variants";

export type Chosen = {
  /** None for a product without anything to buy. */
  variant: Variant | undefined;
  values: Choice;
  choose: (name: string, value: string) => void;
};

/** The chosen variant; it stands in the address, so that it survives a reload and can be passed on. */
export function useChoice(
  product: Product,
  wanted: string | undefined,
  onChoose: (id: string) => void,
): Chosen {
  const variant = firstVariant(product, wanted);
  const values = variant?.options ?? {};
  const choose = (name: string, value: string) => {
    const next = variantFor(product, values, name, value);
    if (next) onChoose(next.id);
  };
  return { variant, values, choose };
}
