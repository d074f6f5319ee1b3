import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";

const home = createRoute({
  getParentRoute: () => root,
  path: "/operator",
  component: lazyRouteComponent(() => import("./operator/home"), "OperatorHome"),
});

/** The operator's pages. */
export const operatorRoutes = [home] as const;
