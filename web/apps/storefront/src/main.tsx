import { applyAccent, applyTheme } from "@feria/ui";
import { newQueryClient, pageData, seed } from "@feria/api";
import { startTransition } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { newRouter } from "./router";
import { Storefront } from "./Storefront";
import { startTexts } from "./texts";
import "./app.css";

applyTheme();
const page = document.getElementById("root");
if (page) void start(page);

// A function, since views import what the entry's file holds: awaited at its top level, each would wait for the other.
async function start(root: HTMLElement): Promise<void> {
  const data = pageData();
  // In development the styles come after /brand.css and would undo it.
  if (import.meta.env.DEV && data.marketplace) applyAccent(data.marketplace.accent_hue);
  const queryClient = newQueryClient();
  seed(queryClient, data);
  const router = newRouter(queryClient);
  startTexts(document.documentElement.lang || "en");
  const storefront = <Storefront queryClient={queryClient} router={router} />;
  const isDrawn = root.firstElementChild !== null;
  if (isDrawn) {
    // The router has to be as far as it was then, or what it draws first is not what is there.
    router.ssr = { manifest: undefined };
    await router.load();
  }
  // In short steps, between which the browser answers a finger.
  startTransition(() => {
    if (isDrawn) hydrateRoot(root, storefront);
    else createRoot(root).render(storefront);
  });
  dispatchEvent(new Event("feria:works"));
}
