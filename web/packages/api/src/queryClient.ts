import { QueryClient } from "@tanstack/react-query";
import type { Marketplace } from "./models";
import { ApiProblem } from "./problem";
import { session } from "./session";

/** What Python puts into the page: answers of the API by their address. */
export type PageData = {
  queries: Record<string, unknown>;
  marketplace: Marketplace | null;
  signedIn: boolean;
  /** The day on which it was written, in UTC. */
  today: string;
};

const STALE_AFTER_MS = 60_000;
const RETRIES_MAX = 2;
const PUBLIC = /^\/api\/v1\/(products|home|categories|marketplace|legal-pages|sellers(\/[^/]+)?$|sellers\?)/;

/** Whether an answer is the same for everybody, signed in or not. */
export const isPublic = (url: unknown): boolean => typeof url === "string" && PUBLIC.test(url);

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_AFTER_MS, retry: shouldRetry },
      mutations: { retry: false },
    },
  });
}

let brought = new Set<string>();

/** Whether an answer came with the page. */
export const cameWithPage = (url: string): boolean => brought.has(url);

let writtenOn = "";

/** The page's day: what is drawn by it is the same in the browser, whatever the clock there says by then. */
export const today = (): string => writtenOn || new Date().toISOString().slice(0, 10);

/** Fills the cache with what came with the page, and learns from it whether somebody is signed in. */
export function seed(client: QueryClient, page: PageData): void {
  // A page asked for with a lapsed access cookie was written for a guest: what is personal in it is not ours.
  const isWrittenForUs = page.signedIn || !session.isSignedIn();
  if (page.signedIn) session.found();
  const ours = Object.entries(page.queries).filter(([url]) => isWrittenForUs || isPublic(url));
  writtenOn = page.today;
  brought = new Set(ours.map(([url]) => url));
  for (const [url, answer] of ours) client.setQueryData([url], answer);
  if (page.marketplace) client.setQueryData(["/api/v1/marketplace"], page.marketplace);
}

/** The page's own data; empty where the document carries none. */
export function pageData(page: Document = document): PageData {
  const text = page.getElementById("page-data")?.textContent;
  const found = text ? (JSON.parse(text) as Partial<PageData>) : {};
  return {
    queries: found.queries ?? {},
    marketplace: found.marketplace ?? null,
    signedIn: found.signedIn ?? false,
    today: found.today ?? "",
  };
}

function shouldRetry(failures: number, fault: Error): boolean {
  return failures < RETRIES_MAX && fault instanceof ApiProblem && fault.isTemporary && fault.status !== 429;
}
