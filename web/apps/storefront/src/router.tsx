import { parseSearch, stringifySearch } from "@feria/api";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

const root = createRootRoute();

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./routes/home"), "Home"),
});

const ui = createRoute({
  getParentRoute: () => root,
  path: "/ui",
  component: lazyRouteComponent(() => import("./routes/ui"), "Ui"),
});

export const router = createRouter({
  routeTree: root.addChildren([home, ui]),
  defaultPreload: "intent",
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
