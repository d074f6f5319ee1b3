import type { Attribute } from "@feria/api";
import { changedLabels, isSame } from "../../frame/changes";
import type { ProductValues, VariantValues } from "./values";

/** Words for what changed; counted ones take how many. */
export type ChangeWords = {
  fields: Partial<Record<keyof ProductValues, string>>;
  counted: (kind: CountedChange, count: number) => string;
};
export type CountedChange = "added" | "removed" | "prices" | "skus" | "variants";

/** What differs between two states of a product's form, in words for the save bar: "Title", "2 prices". */
export function nameProductChanges(
  before: ProductValues,
  now: ProductValues,
  attributes: Attribute[],
  words: ChangeWords,
): string[] {
  const labels = attributes.filter(
    ({ name }) => (before.attributes[name] ?? "") !== (now.attributes[name] ?? ""),
  );
  return [
    ...changedLabels(before, now, words.fields),
    ...labels.map((attribute) => attribute.label),
    ...variantChanges(before.variants, now.variants, words),
  ];
}

function variantChanges(before: VariantValues[], now: VariantValues[], { counted }: ChangeWords): string[] {
  const old = new Map(before.map((variant) => [variant.key, variant]));
  const kept = now.flatMap((variant) => {
    const other = old.get(variant.key);
    return other ? [{ other, variant }] : [];
  });
  const counts: Record<CountedChange, number> = {
    added: now.length - kept.length,
    removed: before.length - kept.length,
    prices: kept.filter(({ other, variant }) => !isSame(filled(other), filled(variant))).length,
    skus: kept.filter(({ other, variant }) => other.sku !== variant.sku).length,
    variants: kept.filter(({ other, variant }) => !isSame(rest(other), rest(variant))).length,
  };
  const kinds = Object.keys(counts) as CountedChange[];
  return kinds.filter((kind) => counts[kind] > 0).map((kind) => counted(kind, counts[kind]));
}

/** A price that was never typed and an empty one are the same. */
function filled({ prices }: VariantValues): VariantValues["prices"] {
  return Object.fromEntries(
    Object.entries(prices).filter(([, { price, compareAt }]) => price !== "" || compareAt !== ""),
  );
}

function rest({ weight, gtin, policy, onHand, imageId, fulfilment }: VariantValues) {
  return { weight, gtin, policy, onHand, imageId, fulfilment };
}
