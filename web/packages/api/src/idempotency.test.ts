import { beforeEach, expect, test } from "vitest";
import { once } from "./idempotency";

beforeEach(() => sessionStorage.clear());

const fail = () => Promise.reject(new Error("no answer"));
const keyOf = (body: unknown) => once("post /orders", body, (key) => Promise.resolve(key));

async function failedKey(body: unknown): Promise<string> {
  let used = "";
  await once("post /orders", body, (key) => {
    used = key;
    return fail();
  }).catch(() => undefined);
  return used;
}

test("the key stays while the same request has no answer, and ends with its success", async () => {
  const first = await failedKey({ total: 1 });
  expect(await failedKey({ total: 1 })).toBe(first);
  expect(await keyOf({ total: 1 })).toBe(first);
  expect(await keyOf({ total: 1 })).not.toBe(first);
});

test("another body has another key", async () => {
  const first = await failedKey({ total: 1 });
  expect(await failedKey({ total: 2 })).not.toBe(first);
});

test("a key survives the page, and what was sent is not kept beside it", async () => {
  const first = await failedKey({ email: "ana@example.org" });
  const kept = JSON.stringify({ ...sessionStorage });
  expect(kept).toContain(first);
  expect(kept).not.toContain("ana@");
});

test("two routes do not share a key", async () => {
  const order = await failedKey({ total: 1 });
  const payment = await once("post /payments/process", { total: 1 }, (key) => Promise.resolve(key));
  expect(payment).not.toBe(order);
});
