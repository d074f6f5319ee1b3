import type { Session } from "./models";
import { ApiProblem } from "./problem";
import { session } from "./session";
import type { Answer, Body, Method, PathOf, Target } from "./types";
import { urlOf } from "./url";

export type Extras = {
  /** The version that was read, sent as If-Match. */
  version?: number;
  /** The ETag that was read, where the answer carries no version. */
  etag?: string | null;
  idempotencyKey?: string;
  /** The secret of a guest's order. */
  orderToken?: string | null;
  signal?: AbortSignal;
};

const REFRESH = "/api/v1/auth/refresh";
const SIGNING_IN = /\/auth\/(login|register|refresh|logout)$/;
let refreshing: Promise<boolean> | null = null;

/** Sends one request of the API and gives its answer; throws ApiProblem for everything else. */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  target: Target<M, P> & { body?: Body<M, P> } & Extras,
): Promise<Answer<M, P>> {
  const { path: params, query, body, ...extras } = target as Target<M, P> & { body?: unknown } & Extras;
  return request(method, urlOf(path, params, query), body, extras) as Promise<Answer<M, P>>;
}

/** A read by its finished address: what the cache uses. */
export function fetchUrl<T>(url: string, extras: Extras = {}): Promise<T> {
  return request("get", url, undefined, extras) as Promise<T>;
}

/** The same with the answer's ETag as a member, for what is written back with If-Match but has no version. */
export async function fetchTagged<T>(url: string, extras: Extras = {}): Promise<T & { etag: string | null }> {
  const response = await answered("get", url, undefined, extras);
  return { ...((await parsed(response)) as T), etag: response.headers.get("ETag") };
}

/** A file, as it is. */
export async function fetchFile(url: string, orderToken: string | null = null): Promise<Blob> {
  return (await answered("get", url, undefined, { orderToken })).blob();
}

async function request(method: Method, url: string, body: unknown, extras: Extras): Promise<unknown> {
  const response = await answered(method, url, body, extras);
  return response.status === 204 ? undefined : parsed(response);
}

async function answered(method: Method, url: string, body: unknown, extras: Extras): Promise<Response> {
  const mayRefresh = !SIGNING_IN.test(url);
  if (mayRefresh && session.needsRefresh()) await refresh();
  let response = await send(method, url, body, extras);
  if (response.status === 401 && mayRefresh && session.isSignedIn() && (await refresh())) {
    response = await send(method, url, body, extras);
  }
  if (!response.ok) throw await ApiProblem.of(response);
  return response;
}

async function send(method: Method, url: string, body: unknown, extras: Extras): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (extras.etag) headers.set("If-Match", extras.etag);
  if (extras.version !== undefined) headers.set("If-Match", `"${extras.version}"`);
  if (extras.idempotencyKey) headers.set("Idempotency-Key", extras.idempotencyKey);
  if (extras.orderToken) headers.set("X-Order-Token", extras.orderToken);
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers.set("Content-Type", "application/json");
  try {
    return await fetch(url, {
      method: method.toUpperCase(),
      headers,
      credentials: "same-origin",
      body: isForm ? body : body === undefined ? null : JSON.stringify(body),
      // The public catalogue may be kept for some seconds; whoever can change it has to see the change.
      cache: session.isSignedIn() ? "no-cache" : "default",
      signal: extras.signal ?? null,
    });
  } catch (fault) {
    if (extras.signal?.aborted) throw fault;
    throw ApiProblem.offline();
  }
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => {
    throw ApiProblem.offline();
  });
  return text === "" ? undefined : JSON.parse(text);
}

/** One refresh for all requests that wait for it; false when the session is over. */
export function refresh(): Promise<boolean> {
  refreshing ??= refreshOnce().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refreshOnce(): Promise<boolean> {
  const response = await send("post", REFRESH, undefined, {});
  if (response.ok) {
    session.opened((await response.json()) as Session);
    return true;
  }
  // A busy server has not ended the session; only its own word does.
  if (response.status === 401) session.ended();
  return false;
}
