import { urlOf, type QueryValue } from "./url";

/** The query of a page's address as plain texts; a name that comes several times has several. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const search = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

/** The other way, in the order in which the API's addresses are written. */
export function stringifySearch(search: Record<string, unknown>): string {
  return urlOf("", {}, search as Record<string, QueryValue>);
}
