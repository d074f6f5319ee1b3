import { parseSearch, stringifySearch } from "@feria/api";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

const root = createRootRoute();

const sellHome = createRoute({
  getParentRoute: () => root,
  path: "/sell",
  component: lazyRouteComponent(() => import("./routes/sell/home"), "SellHome"),
});

const operatorHome = createRoute({
  getParentRoute: () => root,
  path: "/operator",
  component: lazyRouteComponent(() => import("./routes/operator/home"), "OperatorHome"),
});

export const router = createRouter({
  routeTree: root.addChildren([sellHome, operatorHome]),
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
