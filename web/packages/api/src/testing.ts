import { vi } from "vitest";

export type Sent = { method: string; url: string; headers: Headers; body: unknown };
type Answer = { status?: number; body?: unknown; headers?: Record<string, string>; wait?: Promise<unknown> };

/** Answers requests by "METHOD address" in the order given for each; the last answer stays. Gives what was sent. */
export function answerRequests(answers: Record<string, Answer[]>): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const method = init.method ?? "GET";
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : init.body;
    sent.push({ method, url, headers: new Headers(init.headers), body });
    const waiting = answers[`${method} ${url}`];
    const answer = waiting && waiting.length > 1 ? waiting.shift() : waiting?.[0];
    if (!answer) throw new TypeError("Failed to fetch");
    await answer.wait;
    const status = answer.status ?? 200;
    return new Response(status === 204 ? null : JSON.stringify(answer.body ?? {}), {
      status,
      headers: {
        "Content-Type": status < 400 ? "application/json" : "application/problem+json",
        ...answer.headers,
      },
    });
  });
  return sent;
}

/** A moment the test decides on: what waits for `moment` goes on once `come` is called. */
export function hold(): { moment: Promise<void>; come: () => void } {
  let come = () => undefined as void;
  const moment = new Promise<void>((done) => {
    come = done;
  });
  return { moment, come: () => come() };
}
