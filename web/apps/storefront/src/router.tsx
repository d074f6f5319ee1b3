import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

const root = createRootRoute();

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./routes/home"), "Home"),
});

export const router = createRouter({ routeTree: root.addChildren([home]), defaultPreload: "intent" });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
