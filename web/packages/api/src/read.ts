import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchTagged, fetchUrl, type Extras } from "./client";
import type { Answer, PathOf, Target } from "./types";
import { afterCursor, urlOf } from "./url";

type Reading<P extends PathOf<"get">> = Target<"get", P> & Pick<Extras, "orderToken">;

/** Options of a query whose key is the address alone; usable by hooks, loaders and prefetching alike. */
export function read<P extends PathOf<"get">>(path: P, { orderToken, ...target }: Reading<P>) {
  const url = addressOf(path, target as Target<"get", P>);
  return queryOptions({
    queryKey: [url] as const,
    queryFn: ({ signal }) => fetchUrl<Answer<"get", P>>(url, { signal, orderToken: orderToken ?? null }),
  });
}

/** `read` for what is written back with If-Match but tells its version only in the ETag. */
export function readTagged<P extends PathOf<"get">>(path: P, target: Target<"get", P>) {
  const url = addressOf(path, target);
  return queryOptions({
    queryKey: [url] as const,
    queryFn: ({ signal }) => fetchTagged<Answer<"get", P>>(url, { signal }),
  });
}

type AnyPage = { next?: string | null };

/**
 * Options of a list that grows by "Load more". Its key begins with the address as well, so that invalidation by
 * address finds it; a first page that came with the document, or by `read`, is taken over.
 */
export function readPages<P extends PathOf<"get">>(client: QueryClient, path: P, target: Target<"get", P>) {
  type One = Answer<"get", P> & AnyPage;
  const url = addressOf(path, target);
  return infiniteQueryOptions({
    queryKey: [url, "pages"] as const,
    queryFn: ({ pageParam, signal }) => fetchUrl<One>(afterCursor(url, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    initialData: () => {
      const first = client.getQueryData<One>([url]);
      return first && ({ pages: [first], pageParams: [null] } as InfiniteData<One, string | null>);
    },
    initialDataUpdatedAt: () => client.getQueryState([url])?.dataUpdatedAt,
  });
}

/** All items of the pages so far. */
export function itemsOf<Item>(data: { pages: { items: Item[] }[] } | undefined): Item[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** Reads every query again whose address begins so. */
export function invalidate(client: QueryClient, ...prefixes: string[]): Promise<void> {
  return client.invalidateQueries({ predicate: ({ queryKey }) => startsWithAny(queryKey, prefixes) });
}

/** Forgets every query whose address begins so. */
export function forget(client: QueryClient, ...prefixes: string[]): void {
  client.removeQueries({ predicate: ({ queryKey }) => startsWithAny(queryKey, prefixes) });
}

function startsWithAny([url]: QueryKey, prefixes: string[]): boolean {
  return typeof url === "string" && prefixes.some((prefix) => url.startsWith(prefix));
}

function addressOf<P extends PathOf<"get">>(path: P, target: Target<"get", P>): string {
  return urlOf(path, target.path as Record<string, string> | undefined, target.query);
}
