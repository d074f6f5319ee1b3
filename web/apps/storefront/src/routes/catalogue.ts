import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./home"), "Home"),
});

const ui = createRoute({
  getParentRoute: () => root,
  path: "/ui",
  component: lazyRouteComponent(() => import("./ui"), "Ui"),
});

/** Pages to look around: home, lists, products, shops, legal pages. */
export const catalogueRoutes = [home, ui] as const;
