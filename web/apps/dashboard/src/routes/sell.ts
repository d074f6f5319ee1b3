import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";

const layout = createRoute({
  getParentRoute: () => root,
  path: "/sell",
  component: lazyRouteComponent(() => import("./sell/layout"), "SellLayout"),
});

const home = createRoute({
  getParentRoute: () => layout,
  path: "/",
  component: lazyRouteComponent(() => import("./sell/home"), "SellHome"),
});

/** A seller's pages. */
export const sellRoutes = [layout.addChildren([home])] as const;
