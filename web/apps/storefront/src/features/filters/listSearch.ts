import type { ProductFilters } from "@feria/api";

/** The order of a list; without one the API's own: best match for words, newest otherwise. */
export const SORTS = ["newest", "price", "-price", "best_selling"] as const;
export type Sort = (typeof SORTS)[number] | "relevance" | "rating";
type AttributeName = `attr.${string}`;

/**
 * The filters of a list as they stand in the page's address: the API's own names and values, so that Python can hand
 * the same query on, and the cache finds its answer.
 */
export type ListSearch = {
  q?: string;
  category?: string;
  seller?: string;
  brand?: string | string[];
  min_price?: number;
  max_price?: number;
  rating?: number;
  in_stock?: boolean;
  sort?: Sort;
  after?: string;
  [attribute: AttributeName]: string | string[] | undefined;
};

const TEXTS = ["q", "category", "seller", "after"] as const;
const NUMBERS = ["min_price", "max_price", "rating"] as const;
const ALL_SORTS: readonly string[] = [...SORTS, "relevance", "rating"];
const LENGTH_MAX = 200;

/** What of an address this list understands; the rest is left out, never an error. */
export function readListSearch(raw: Record<string, unknown>): ListSearch {
  const found: ListSearch = {};
  for (const name of TEXTS) {
    const text = first(raw[name])?.trim();
    if (text) found[name] = text.slice(0, LENGTH_MAX);
  }
  for (const name of NUMBERS) {
    const number = Number(first(raw[name]) || Number.NaN);
    if (Number.isSafeInteger(number) && number >= 0) found[name] = number;
  }
  const sort = first(raw.sort);
  if (sort && ALL_SORTS.includes(sort)) found.sort = sort as Sort;
  if (first(raw.in_stock) === "true") found.in_stock = true;
  for (const [name, value] of Object.entries(raw)) {
    if (name !== "brand" && !isAttribute(name)) continue;
    const values = all(value);
    if (values.length > 0) found[name as AttributeName] = values.length > 1 ? values : values[0];
  }
  return found;
}

/** The query of the API for this list; `fixed` is what the page itself is about. */
export function filtersOf(search: ListSearch, fixed: Pick<ListSearch, "category" | "seller"> = {}) {
  return { ...search, ...fixed, facets: true, limit: 24 } as ProductFilters;
}

/** The chosen values of one choice. */
export function chosen(search: ListSearch, name: string): string[] {
  return all(search[name as AttributeName] ?? search[name as "seller"]);
}

/** One value more or less; the list begins anew. */
export function toggled(search: ListSearch, name: string, value: string): ListSearch {
  const before = chosen(search, name);
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const isSingle = name === "seller" || name === "category";
  const values = isSingle ? after.slice(-1) : after;
  return changed(search, { [name]: values.length > 1 ? values : values[0] } as ListSearch);
}

/** Other values for some filters, `undefined` to drop one; the list begins anew. */
export function changed(
  search: ListSearch,
  changes: { [Name in keyof ListSearch]: ListSearch[Name] | undefined },
): ListSearch {
  const next = { ...search, ...changes, after: undefined };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as ListSearch;
}

export type ActiveValue = { name: string; value: string };

/** Each filter in force, in a fixed order; words and order are none. */
export function activeValues(search: ListSearch): ActiveValue[] {
  const names = Object.keys(search).filter((name) => name === "brand" || isAttribute(name));
  const listed = ["category", "seller", ...names.sort()].flatMap((name) =>
    chosen(search, name).map((value) => ({ name, value })),
  );
  const hasPrice = search.min_price !== undefined || search.max_price !== undefined;
  return [
    ...listed,
    ...(hasPrice ? [{ name: "price", value: "" }] : []),
    ...(search.rating ? [{ name: "rating", value: String(search.rating) }] : []),
    ...(search.in_stock ? [{ name: "in_stock", value: "true" }] : []),
  ];
}

/** The same list without one of its filters. */
export function without(search: ListSearch, { name, value }: ActiveValue): ListSearch {
  if (name === "price") return changed(search, { min_price: undefined, max_price: undefined });
  if (name === "rating" || name === "in_stock") return changed(search, { [name]: undefined });
  return toggled(search, name, value);
}

/** Without any filter: the words and the order stay. */
export function unfiltered({ q, sort }: ListSearch): ListSearch {
  return { ...(q ? { q } : {}), ...(sort ? { sort } : {}) };
}

function isAttribute(name: string): name is AttributeName {
  return name.startsWith("attr.") && name.length > "attr.".length;
}

function first(value: unknown): string | undefined {
  return all(value)[0];
}

function all(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values
    .filter((one) => typeof one === "string" || typeof one === "number" || typeof one === "boolean")
    .map(String)
    .filter((one) => one !== "" && one.length <= LENGTH_MAX);
}
