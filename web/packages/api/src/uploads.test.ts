import { beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "./problem";
import { sendImage } from "./uploads";

const FILE = new File([new Uint8Array(900)], "pot.jpg", { type: "image/jpeg" });
const ANNOUNCED = {
  id: "img_1",
  method: "PUT",
  url: "https://files.example/originals/img_1?signature=x",
  headers: { "Content-Type": "image/jpeg" },
  expires_at: "2026-11-26T12:00:00Z",
};
const calls: string[] = [];
let outcome: number | "offline" = 200;

class FakeRequest {
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  status = 0;
  onload?: () => void;
  onerror?: () => void;
  #line = "";
  open(method: string, url: string) {
    this.#line = `${method} ${url}`;
  }
  setRequestHeader(name: string, value: string) {
    this.#line += ` ${name}: ${value}`;
  }
  send(file: File) {
    calls.push(`${this.#line} (${file.size})`);
    this.upload.onprogress?.({ loaded: 450 });
    if (outcome === "offline") return this.onerror?.();
    this.status = outcome;
    this.onload?.();
  }
}

beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    calls.push(`${method} ${url}${body ? ` ${String(body)}` : ""}`);
    if (method === "DELETE") return new Response(null, { status: 204 });
    return Response.json(url.endsWith("/complete") ? { id: "img_1", state: "pending" } : ANNOUNCED);
  });
});

test("a file goes straight to the storage between its announcement and its completion", async () => {
  outcome = 200;
  const sent: number[] = [];
  const image = await sendImage({
    productId: "prod_1",
    file: FILE,
    alt: "A pot",
    onSent: (bytes) => sent.push(bytes),
  });
  expect(image.state).toBe("pending");
  expect(sent).toEqual([450]);
  expect(calls).toEqual([
    'POST /api/v1/products/prod_1/images {"type":"image/jpeg","size_bytes":900,"alt":"A pot"}',
    `PUT ${ANNOUNCED.url} Content-Type: image/jpeg (900)`,
    "POST /api/v1/products/prod_1/images/img_1/complete",
  ]);
});

test.each([
  [403, 403],
  ["offline", 0],
] as const)("what the storage does not take (%s) is taken back", async (how, status) => {
  outcome = how;
  const fault = await sendImage({ productId: "prod_1", file: FILE }).catch((problem: unknown) => problem);
  expect(fault).toBeInstanceOf(ApiProblem);
  expect((fault as ApiProblem).status).toBe(status);
  expect(calls.at(-1)).toBe("DELETE /api/v1/products/prod_1/images/img_1");
});
