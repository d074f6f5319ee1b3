export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];
export type Query = Record<string, QueryValue>;

/**
 * The address of a read, which is also its key in the cache. Parameters are sorted by name, then value, and
 * written as Python's `urlencode` writes them, so that data Python puts into the page is found under the same key.
 */
export function urlOf(path: string, params: Record<string, string> = {}, query: Query = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const pairs = Object.entries(query).flatMap(([name, value]) => valuesOf(value).map((one) => [name, one]));
  pairs.sort(([name = "", one = ""], [other = "", two = ""]) => compare(name, other) || compare(one, two));
  const text = new URLSearchParams(pairs).toString().replaceAll("%7E", "~").replaceAll("*", "%2A");
  return text ? `${filled}?${text}` : filled;
}

/** The same address, beginning after the cursor of the page before. */
export function afterCursor(url: string, cursor: string | null): string {
  if (cursor === null) return url;
  const [path = "", search = ""] = url.split("?");
  return urlOf(path, {}, { ...grouped(new URLSearchParams(search)), after: cursor });
}

function grouped(search: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
}

function valuesOf(value: QueryValue): string[] {
  if (value === null || value === undefined || value === "") return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
