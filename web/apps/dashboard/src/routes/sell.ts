import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";

const home = createRoute({
  getParentRoute: () => root,
  path: "/sell",
  component: lazyRouteComponent(() => import("./sell/home"), "SellHome"),
});

/** A seller's pages. */
export const sellRoutes = [home] as const;
