import { beforeEach, expect, test, vi } from "vitest";
import { call, fetchTagged, fetchUrl } from "./client";
import { once } from "./idempotency";
import { ApiProblem, sentence } from "./problem";
import { session } from "./session";
import { answerRequests } from "./testing";

const REFRESH = "POST /api/v1/auth/refresh";

beforeEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

test("requests that are refused together wait for one refresh and are repeated", async () => {
  session.opened({ expires_in: 600 });
  const sent = answerRequests({
    "GET /a": [{ status: 401 }, { body: { is: "a" } }],
    "GET /b": [{ status: 401 }, { body: { is: "b" } }],
    [REFRESH]: [{ body: { expires_in: 600 }, wait: new Promise((done) => setTimeout(done, 20)) }],
  });
  expect(await Promise.all([fetchUrl("/a"), fetchUrl("/b")])).toEqual([{ is: "a" }, { is: "b" }]);
  expect(sent.filter(({ url }) => url.endsWith("/refresh"))).toHaveLength(1);
});

test("a lapsed session is refreshed before the request, since the server would answer as to a guest", async () => {
  session.opened({ expires_in: 0 });
  const sent = answerRequests({ "GET /a": [{ body: {} }], [REFRESH]: [{ body: { expires_in: 600 } }] });
  await fetchUrl("/a");
  await fetchUrl("/a");
  expect(sent.map(({ url }) => url)).toEqual(["/api/v1/auth/refresh", "/a", "/a"]);
});

test("a guest's 401 asks for no refresh, and a refused refresh ends the session", async () => {
  const sent = answerRequests({ "GET /a": [{ status: 401 }], [REFRESH]: [{ status: 401 }] });
  await expect(fetchUrl("/a")).rejects.toMatchObject({ status: 401 });
  expect(sent).toHaveLength(1);
  session.opened({ expires_in: 600 });
  await expect(fetchUrl("/a")).rejects.toMatchObject({ status: 401 });
  expect(session.isSignedIn()).toBe(false);
});

test("a busy server does not end the session", async () => {
  session.opened({ expires_in: 600 });
  answerRequests({ "GET /a": [{ status: 401 }], [REFRESH]: [{ status: 503 }] });
  await expect(fetchUrl("/a")).rejects.toMatchObject({ status: 401 });
  expect(session.isSignedIn()).toBe(true);
});

test("a problem keeps slug, fields, request id and what its kind adds", async () => {
  answerRequests({
    "POST /api/v1/orders": [
      {
        status: 409,
        headers: { "X-Request-Id": "5f0c", "Retry-After": "3" },
        body: {
          type: "https://feria.example/problems/price-changed",
          title: "The price has changed.",
          status: 409,
          detail: "The total is now €20.00.",
          errors: [{ field: "expected_total", message: "is another" }],
          total: { amount: 2000, currency: "EUR" },
        },
      },
    ],
  });
  const problem = await call("post", "/api/v1/orders", { body: {} as never }).catch(
    (fault: unknown) => fault,
  );
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({
    status: 409,
    slug: "price-changed",
    title: "The price has changed.",
    message: "The total is now €20.00.",
    requestId: "5f0c",
    retryAfterSeconds: 3,
    extra: { total: { amount: 2000, currency: "EUR" } },
    isTemporary: false,
  });
  expect((problem as ApiProblem).messageOf("expected_total")).toBe("is another");
});

test("no answer at all and an answer that is no problem document are problems as well", async () => {
  answerRequests({
    "GET /page": [{ status: 502, body: "<html>", headers: { "Content-Type": "text/html" } }],
  });
  await expect(fetchUrl("/nothing")).rejects.toMatchObject({ status: 0, slug: "offline", isTemporary: true });
  await expect(fetchUrl("/page")).rejects.toMatchObject({ status: 502, slug: "unknown", isTemporary: true });
});

test("a cancelled request is no problem of the server", async () => {
  const control = new AbortController();
  control.abort(new DOMException("gone", "AbortError"));
  await expect(fetchUrl("/nothing", { signal: control.signal })).rejects.not.toBeInstanceOf(ApiProblem);
});

test("version, ETag, key and a guest's token go into their headers", async () => {
  const sent = answerRequests({
    "POST /api/v1/payments/process": [{}],
    "GET /tagged": [{ body: { items: [] }, headers: { ETag: '"7"' } }],
  });
  await call("post", "/api/v1/payments/process", {
    body: { order_id: "ord_1", payment_method: "test", test_outcome: "succeed" },
    idempotencyKey: "k1",
    orderToken: "t1",
    version: 3,
  });
  const header = (name: string) => sent[0]?.headers.get(name);
  expect(["Idempotency-Key", "X-Order-Token", "If-Match", "Content-Type"].map(header)).toEqual([
    "k1",
    "t1",
    '"3"',
    "application/json",
  ]);
  expect(await fetchTagged("/tagged")).toEqual({ items: [], etag: '"7"' });
});

test("the same request keeps its key until it succeeds, another one has another", async () => {
  const keys: string[] = [];
  const send = (fails: boolean) => (key: string) => {
    keys.push(key);
    return fails ? Promise.reject(ApiProblem.offline()) : Promise.resolve("done");
  };
  await expect(once("/orders", { total: 1 }, send(true))).rejects.toMatchObject({ slug: "offline" });
  await once("/orders", { total: 2 }, send(false));
  await once("/orders", { total: 1 }, send(false));
  await once("/orders", { total: 1 }, send(false));
  const [first, other, again, later] = keys;
  expect(again).toBe(first);
  expect(new Set([first, other, later]).size).toBe(3);
});

test("who is signed in reads past what the browser kept, since it may be what was just changed", async () => {
  const asked: (RequestCache | undefined)[] = [];
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    asked.push(init.cache);
    return new Response("{}", { headers: { "Content-Type": "application/json" } });
  });
  await fetchUrl("/a");
  session.opened({ expires_in: 600 });
  await fetchUrl("/a");
  expect(asked).toEqual(["default", "no-cache"]);
});

test.each([
  ["is not offered here", "This is not offered here."],
  ["must be a JPEG, PNG or WebP picture", "This must be a JPEG, PNG or WebP picture."],
  ["ES is named more than once", "ES is named more than once."],
  ["Choose one.", "Choose one."],
])("what is said of a field is a sentence: %s", (message, whole) => {
  expect(sentence(message)).toBe(whole);
});
