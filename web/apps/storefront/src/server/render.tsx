import "./globals";
import { newQueryClient, seed, type PageData } from "@feria/api";
import { createMemoryHistory } from "@tanstack/react-router";
import { renderToString } from "react-dom/server";
import { newRouter } from "../router";
import { Storefront } from "../Storefront";
import { startTexts } from "../texts";

const PENDING = "<!--$!-->";
const PASSES_MAX = 8;
/** Pictures to be fetched at once, which React names before the page. */
const PRELOADS = /^(?:<link rel="preload"[^>]*>)*/;

declare global {
  /** Draws a page for `feria/pages/rendering.py`: what goes into the head, and what into the root. */
  var renderPage: (address: string, data: string, locale: string) => Promise<string>;
}

globalThis.renderPage = async (address, data, locale) => {
  const queryClient = newQueryClient();
  // Everybody gets the same; who is signed in, the browser knows.
  seed(queryClient, { ...(JSON.parse(data) as PageData), signedIn: false });
  startTexts(locale);
  const router = newRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  await router.load();
  let drawn = "";
  // Parts that the browser fetches later are here already, but promised: they are there the next time.
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    drawn = renderToString(<Storefront queryClient={queryClient} router={router} />);
    if (!drawn.includes(PENDING)) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  if (drawn.includes(PENDING)) throw new Error("A part of the page never came.");
  const head = PRELOADS.exec(drawn)?.[0] ?? "";
  return JSON.stringify({ head, body: drawn.slice(head.length) });
};
