import { infiniteQueryOptions, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, fetchUrl } from "./client";
import type { Thread } from "./models";
import { orderTokenOf } from "./orderTokens";
import { read, readPages } from "./read";
import { useIsSignedIn } from "./signedIn";
import { afterCursor, urlOf } from "./url";
import { useWrite } from "./write";

const LIST = "/api/v1/messages";
const ONE = "/api/v1/messages/{thread_id}";
const OF_OPERATOR = "/api/v1/operator/messages";
const NEWS_EVERY_MS = 15_000;
const COUNTED_EVERY_MS = 60_000;
const of = (threadId: string) => ({ thread_id: threadId });
const touched = () => [LIST, OF_OPERATOR];

/** `order`: the number of the order by whose kept token a guest reads and writes. */
type ByOrder = { order?: string | undefined };
const tokenOf = ({ order }: ByOrder) => ({ orderToken: order ? orderTokenOf(order) : null });

/** The account's threads, or a shop's for its members. */
export function useThreads(filters: { seller?: string; unread?: boolean } = {}) {
  return useInfiniteQuery(readPages(useQueryClient(), LIST, { query: filters }));
}

const OF_ORDER_MAX = 100;

/** What was written about an order: its buyer's threads, or those of one of its shops. */
export function useThreadsOfOrder(order: { id: string; number: string }, seller?: string) {
  const query = { order: order.id, limit: OF_ORDER_MAX, ...(seller ? { seller } : {}) };
  return useQuery({ ...read(LIST, { query, ...tokenOf({ order: order.number }) }) });
}

/** A thread's messages, newest first, page by page; looked for anew while it is open. */
export function useThread(threadId: string, { order }: ByOrder = {}) {
  const url = urlOf(ONE, of(threadId));
  return useInfiniteQuery({
    ...infiniteQueryOptions({
      queryKey: [url, "pages"] as const,
      queryFn: ({ pageParam, signal }) =>
        fetchUrl<Thread>(afterCursor(url, pageParam), { signal, ...tokenOf({ order }) }),
      initialPageParam: null as string | null,
      getNextPageParam: (page: Thread) => page.next ?? null,
    }),
    refetchInterval: NEWS_EVERY_MS,
  });
}

/** How many threads have something unread: the account's, or a shop's. */
export function useUnreadThreads(seller?: string) {
  const unread = read("/api/v1/messages/unread", { query: seller ? { seller } : {} });
  const enabled = useIsSignedIn();
  return useQuery({ ...unread, enabled, refetchInterval: COUNTED_EVERY_MS }).data?.threads ?? 0;
}

/** Writes about a seller order, a product or a shop by its id. */
export function useStartThread() {
  return useWrite(
    ({ order, ...body }: ByOrder & { about: string; text: string }) =>
      call("post", LIST, { body, ...tokenOf({ order }) }),
    touched,
  );
}

type Written = ByOrder & { threadId: string; text: string; file?: File | null };

/** Writes in a thread, with a picture or without. */
export function useWriteMessage() {
  return useWrite(({ threadId, order, text, file }: Written) => {
    const to = { path: of(threadId), ...tokenOf({ order }) };
    if (!file) return call("post", ONE, { ...to, body: { text } });
    const body = new FormData();
    body.set("file", file);
    body.set("text", text);
    return call("post", "/api/v1/messages/{thread_id}/pictures", { ...to, body });
  }, touched);
}

export function useReadThread() {
  return useWrite(
    ({ threadId, order }: ByOrder & { threadId: string }) =>
      call("post", "/api/v1/messages/{thread_id}/read", { path: of(threadId), ...tokenOf({ order }) }),
    touched,
  );
}

type Report = ByOrder & { threadId: string; messageId: string; reason: string };

export function useReportMessage() {
  return useWrite(
    ({ threadId, order, messageId, reason }: Report) =>
      call("post", "/api/v1/messages/{thread_id}/reports", {
        path: of(threadId),
        body: { message_id: messageId, reason },
        ...tokenOf({ order }),
      }),
    touched,
  );
}

/** All threads for support and moderators, without what was written. */
export function useAllThreads(filters: { order?: string; reported?: boolean } = {}) {
  return useInfiniteQuery(readPages(useQueryClient(), OF_OPERATOR, { query: filters }));
}

/** Opens somebody else's thread; the reason is kept for ever. */
export function useViewThread() {
  return useWrite(
    ({ threadId, reason }: { threadId: string; reason: string }) =>
      call("post", "/api/v1/operator/messages/{thread_id}/view", { path: of(threadId), body: { reason } }),
    () => [],
  );
}
