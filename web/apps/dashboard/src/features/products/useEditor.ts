import { useCategories, useMarketplace, type Attribute, type Category, type Market } from "@feria/api";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isSame } from "../../frame/changes";
import { faultsOf, type Faults } from "./faults";
import type { MakeVariant, Matrix } from "./matrix";
import { nameProductChanges, type CountedChange } from "./naming";
import { matrixOf, variantLike, type ProductValues, type VariantValues } from "./values";

export type Editor = ReturnType<typeof useEditor>;

const NO_MARKETS: Market[] = [];
const NO_ATTRIBUTES: Attribute[] = [];

/** What the page's panels share: the values typed so far, what differs from `base`, and what is wrong with them. */
export function useEditor(base: ProductValues, draftKey: string, isOnSale: boolean) {
  const markets = useMarketplace().data?.markets ?? NO_MARKETS;
  const categories = useCategories().data?.items;
  const { values, setValues, isChanged } = useKeptValues(base, draftKey);
  const [dropped, setDropped] = useState<VariantValues[]>([]);
  const [faults, setFaults] = useState<Faults>({});
  const attributes = useMemo(
    () => (categories ? findCategory(categories, values.categoryId)?.attributes : null) ?? NO_ATTRIBUTES,
    [categories, values.categoryId],
  );
  const changes = useChanges(base, values, attributes);
  const words = useFaultWords();
  return {
    values,
    markets,
    categories: categories ?? [],
    attributes,
    changes,
    isChanged,
    faults,
    setFaults,
    set: <Name extends keyof ProductValues>(name: Name, value: ProductValues[Name]) => {
      setValues((before) => ({ ...before, [name]: value }));
      setFaults((before) => withoutFaultsOf(before, name));
    },
    setVariant: (key: string, patch: Partial<VariantValues>) => {
      const place = values.variants.findIndex((one) => one.key === key);
      setValues((before) => ({
        ...before,
        variants: before.variants.map((one) => (one.key === key ? { ...one, ...patch } : one)),
      }));
      setFaults((before) => withoutFaultsOf(before, `variants.${place}`));
    },
    changeMatrix: (
      change: (matrix: Matrix<VariantValues>, make: MakeVariant<VariantValues>) => Matrix<VariantValues>,
    ) => {
      const { options, variants, dropped: gone } = change(matrixOf(values, dropped), variantLike);
      setValues({ ...values, options, variants });
      setDropped(gone);
      setFaults({});
    },
    reset: (to: ProductValues) => {
      setValues(to);
      setDropped([]);
      setFaults({});
    },
    /** Finds faults, shows them, and says whether there are none. */
    check: (): boolean => {
      const found = faultsOf(values, { words, markets, attributes, isOnSale });
      setFaults(found);
      return Object.keys(found).length === 0;
    },
    clearDraft: () => sessionStorage.removeItem(draftKey),
  };
}

/** The values as typed, kept over a reload of the page in this tab. */
function useKeptValues(base: ProductValues, draftKey: string) {
  const [values, setValues] = useState(() => keptDraft(draftKey, base) ?? base);
  const isChanged = !isSame(base, values);
  useEffect(() => {
    if (isChanged) sessionStorage.setItem(draftKey, JSON.stringify({ base, values }));
    else sessionStorage.removeItem(draftKey);
  }, [draftKey, base, values, isChanged]);
  // Who leaves the page has been asked; only loading it again brings the draft back.
  useEffect(() => () => sessionStorage.removeItem(draftKey), [draftKey]);
  return { values, setValues, isChanged };
}

function useFaultWords() {
  const { t } = useTranslation();
  return {
    required: t("sell.field.required"),
    amount: t("sell.field.amount"),
    number: t("sell.field.number"),
    code: t("sell.product.gtinWrong"),
    noValues: t("sell.product.options.noValues"),
  };
}

const NAMED = [
  "title",
  "description",
  "categoryId",
  "brand",
  "tags",
  "processingDays",
  "maxPerOrder",
  "taxCategory",
  "fulfilment",
  "gtin",
  "options",
] as const satisfies (keyof ProductValues)[];

function useChanges(base: ProductValues, values: ProductValues, attributes: Attribute[]): string[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const fields = Object.fromEntries(NAMED.map((name) => [name, t(`sell.product.field.${name}`)]));
    const counted = (kind: CountedChange, count: number) => t(`sell.product.change.${kind}`, { count });
    return nameProductChanges(base, values, attributes, { fields, counted });
  }, [base, values, attributes, t]);
}

/** What is being mended is not called wrong any more. */
function withoutFaultsOf(faults: Faults, name: string): Faults {
  const rest = Object.entries(faults).filter(([field]) => field !== name && !field.startsWith(`${name}.`));
  return rest.length === Object.keys(faults).length ? faults : Object.fromEntries(rest);
}

/** Where a category hangs is of no matter here. */
export function findCategory(tree: Category[], id: string): Category | undefined {
  for (const category of tree) {
    const found = category.id === id ? category : findCategory(category.children, id);
    if (found) return found;
  }
  return undefined;
}

/** What was typed before the page was loaded again, if it was on top of the same product. */
function keptDraft(key: string, base: ProductValues): ProductValues | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null") as {
      base: unknown;
      values: ProductValues;
    } | null;
    if (!kept) return null;
    const isNew = base.variants.every((variant) => variant.id === null);
    return isNew || isSame(kept.base, base) ? kept.values : null;
  } catch {
    return null;
  }
}
