import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";

const ASSETS = fileURLToPath(new URL("../../feria/pages/assets/", import.meta.url));
export const ORIGIN = "http://feria.test";

const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'";
const TYPES: Record<string, string> = { js: "text/javascript", css: "text/css", woff2: "font/woff2" };
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 10"><circle cx="4" cy="6" r="2" fill="#456"/></svg>`;

type Chunk = { file: string; css?: string[] };

/** Serves the built apps without a server, under the policy that Python sends; what else is asked for is a 404. */
export async function serveBuilt(page: Page, entry: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(`${ASSETS}.vite/manifest.json`, "utf8")) as Record<string, Chunk>;
  const chunk = manifest[entry];
  if (!chunk) throw new Error(`${entry} is not built.`);
  const styles = (chunk.css ?? []).map((file) => `<link rel="stylesheet" href="/assets/${file}">`).join("");
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Feria</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${styles}</head>
<body><div id="root"></div><script type="module" src="/assets/${chunk.file}"></script></body></html>`;
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith("/assets/")) {
      const extension = pathname.split(".").pop() ?? "";
      return route.fulfill({
        path: ASSETS + pathname.slice(8),
        contentType: TYPES[extension] ?? "text/plain",
      });
    }
    if (pathname.startsWith("/api/v1/media/")) {
      return route.fulfill({ body: PICTURE, contentType: "image/svg+xml" });
    }
    if (pathname.startsWith("/api/")) return route.fulfill({ status: 404, json: {} });
    return route.fulfill({
      body: html,
      contentType: "text/html",
      headers: { "Content-Security-Policy": CSP },
    });
  });
}
