import { stringifySearch } from "@feria/api";
import { useNavigate } from "@tanstack/react-router";

export type Filters = Record<string, string | readonly string[] | undefined>;

/** The address of a list with these filters; empty ones are left out. */
export function addressOf(path: string, search: Filters): string {
  return `${path}${stringifySearch(search)}`;
}

/** Sets filters of the page's own address, without a new step in the history. */
export function useFilters(): (filters: Filters) => void {
  const navigate = useNavigate();
  return (filters) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => withoutEmpty({ ...before, ...filters }),
      replace: true,
      resetScroll: false,
    } as never);
}

function withoutEmpty(search: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(search).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** One text out of an address; several of a name count as none. */
export function textOf(search: Record<string, unknown>, name: string): string | undefined {
  const value = search[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** One of a few words out of an address. */
export function wordOf<Word extends string>(
  search: Record<string, unknown>,
  name: string,
  words: readonly Word[],
): Word | undefined {
  return words.find((word) => word === search[name]);
}

/** Those of a few words that an address has, once or several times. */
export function wordsOf<Word extends string>(
  search: Record<string, unknown>,
  name: string,
  words: readonly Word[],
): Word[] | undefined {
  const value = search[name];
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const found = words.filter((word) => given.includes(word));
  return found.length > 0 ? found : undefined;
}
