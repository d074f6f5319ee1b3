import type { Attribute, Market, Product, ProductUpdate, Variant } from "@feria/api";
import { amountText, parseAmount } from "@feria/ui";
import type { Matrix, Option } from "./matrix";

/** A product as its form holds it: what is typed, before it is understood. */
export type PriceTexts = { price: string; compareAt: string };
export type StockPolicy = Variant["stock_policy"];

export type VariantValues = {
  /** The variant's own, or one made up here for a new variant. */
  key: string;
  id: string | null;
  options: Record<string, string>;
  sku: string;
  weight: string;
  gtin: string;
  policy: StockPolicy;
  /** First count of a new product; afterwards stock has its own page. */
  onHand: string;
  imageId: string | null;
  fulfilment: Variant["fulfilment"] | null;
  /** By market. */
  prices: Record<string, PriceTexts>;
};

export type ProductValues = {
  title: string;
  locale: string;
  description: string;
  categoryId: string;
  attributes: Record<string, string>;
  brand: string;
  tags: string;
  processingDays: string;
  maxPerOrder: string;
  taxCategory: string;
  fulfilment: Product["fulfilment"];
  gtin: string;
  options: Option[];
  variants: VariantValues[];
};

const DEFAULT_PROCESSING_DAYS = "2";
let made = 0;

export function newVariant(options: Record<string, string> = {}, key?: string): VariantValues {
  made += 1;
  return {
    key: key ?? `new-${made}-${Date.now()}`,
    id: null,
    options,
    sku: "",
    weight: "",
    gtin: "",
    policy: "tracked",
    onHand: "0",
    imageId: null,
    fulfilment: null,
    prices: {},
  };
}

/** A variant beside one it resembles: price, weight and stock policy are the same, SKU and stock are its own. */
export function variantLike(options: Record<string, string>, like: VariantValues): VariantValues {
  const { weight, policy, prices, fulfilment } = like;
  return { ...newVariant(options), weight, policy, fulfilment, prices: structuredClone(prices) };
}

export function emptyProduct(): ProductValues {
  return {
    title: "",
    locale: "en",
    description: "",
    categoryId: "",
    attributes: {},
    brand: "",
    tags: "",
    processingDays: DEFAULT_PROCESSING_DAYS,
    maxPerOrder: "",
    taxCategory: "standard",
    fulfilment: "ship",
    gtin: "",
    options: [],
    variants: [newVariant({}, "first")],
  };
}

export function valuesOf(product: Product): ProductValues {
  return {
    title: product.title,
    locale: product.locale,
    description: product.description,
    categoryId: product.category?.id ?? "",
    attributes: Object.fromEntries(
      Object.entries(product.attributes).map(([name, value]) => [name, String(value)]),
    ),
    brand: product.brand,
    tags: product.tags.join(", "),
    processingDays: String(product.processing_days),
    maxPerOrder: product.max_per_order === null ? "" : String(product.max_per_order),
    taxCategory: product.tax_category,
    fulfilment: product.fulfilment,
    gtin: product.gtin ?? "",
    options: product.options.map(({ name, values }) => ({ name, values: [...values] })),
    variants: product.variants.map((variant) => variantValues(variant, product)),
  };
}

function variantValues(variant: Variant, product: Product): VariantValues {
  const prices = variant.prices.map(({ market, price, compare_at_price }): [string, PriceTexts] => [
    market,
    { price: shownAmount(price), compareAt: compare_at_price ? amountText(compare_at_price) : "" },
  ]);
  return {
    key: variant.id,
    id: variant.id,
    options: { ...variant.options },
    sku: variant.sku,
    weight: variant.weight_grams ? String(variant.weight_grams) : "",
    gtin: variant.gtin ?? "",
    policy: variant.stock_policy,
    onHand: "0",
    imageId: variant.image_id,
    fulfilment: variant.fulfilment === product.fulfilment ? null : variant.fulfilment,
    prices: Object.fromEntries(prices),
  };
}

/** Nothing is what a draft without a price has. */
function shownAmount(price: { amount: number; currency: string }): string {
  return price.amount === 0 ? "" : amountText(price);
}

export function matrixOf(
  { options, variants }: ProductValues,
  dropped: VariantValues[],
): Matrix<VariantValues> {
  return { options, variants, dropped };
}

/** The request's body; the values have been found in order before. */
export function bodyOf(values: ProductValues, markets: Market[], attributes: Attribute[]): ProductUpdate {
  return {
    title: values.title.trim(),
    description: values.description,
    category_id: values.categoryId || null,
    attributes: attributesOf(values.attributes, attributes),
    brand: values.brand.trim(),
    tags: values.tags
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean),
    processing_days: Number(values.processingDays || DEFAULT_PROCESSING_DAYS),
    max_per_order: values.maxPerOrder ? Number(values.maxPerOrder) : null,
    locale: values.locale,
    tax_category: values.taxCategory,
    fulfilment: values.fulfilment,
    gtin: values.gtin.trim() || null,
    options: values.options.filter((option) => option.values.length > 0),
    variants: values.variants.map((variant) => variantBody(variant, markets)),
  };
}

function variantBody(variant: VariantValues, markets: Market[]): ProductUpdate["variants"][number] {
  const home = markets.find((market) => market.is_default) ?? markets[0];
  const priced = markets.filter((market) => market !== home && variant.prices[market.id]?.price.trim());
  const currency = home?.currency ?? "";
  return {
    ...(variant.id ? { id: variant.id } : {}),
    options: variant.options,
    sku: variant.sku.trim() || null,
    weight_grams: variant.weight ? Number(variant.weight) : 0,
    gtin: variant.gtin.trim() || null,
    stock_policy: variant.policy,
    image_id: variant.imageId,
    fulfilment: variant.fulfilment,
    price: moneyOf(variant.prices[home?.id ?? ""]?.price, currency),
    compare_at_price: moneyOrNull(variant.prices[home?.id ?? ""]?.compareAt, currency),
    prices: priced.map((market) => ({
      market: market.id,
      price: moneyOf(variant.prices[market.id]?.price, market.currency),
      compare_at_price: moneyOrNull(variant.prices[market.id]?.compareAt, market.currency),
    })),
  };
}

function moneyOf(text: string | undefined, currency: string) {
  return { amount: parseAmount(text ?? "", currency) ?? 0, currency };
}

function moneyOrNull(text: string | undefined, currency: string) {
  return text?.trim() ? moneyOf(text, currency) : null;
}

/** Only what the category knows, each as its kind has it. */
function attributesOf(
  texts: Record<string, string>,
  known: Attribute[],
): NonNullable<ProductUpdate["attributes"]> {
  const filled = known.filter(({ name }) => (texts[name] ?? "").trim() !== "");
  return Object.fromEntries(
    filled.map(({ name, kind }) => {
      const text = (texts[name] ?? "").trim();
      if (kind === "boolean") return [name, text === "true"];
      if (kind === "number") return [name, Number(text.replace(",", "."))];
      return [name, kind === "colour" ? text.toLowerCase() : text];
    }),
  );
}
