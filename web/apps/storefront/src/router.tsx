import { parseSearch, stringifySearch } from "@feria/api";
import type { QueryClient } from "@tanstack/react-query";
import { createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { FaultPage } from "./features/frame/FaultPage";
import { pictureTransition } from "./pictureTransition";
import { catalogueRoutes } from "./routes/catalogue";
import { root } from "./routes/root";
import { shoppingRoutes } from "./routes/shopping";

export function newRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([...catalogueRoutes, ...shoppingRoutes]),
    context: { queryClient },
    defaultPreload: "intent",
    // The cache of queries knows what is fresh.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: FaultPage,
    defaultNotFoundComponent: lazyRouteComponent(
      () => import("./features/frame/NotFoundPage"),
      "NotFoundPage",
    ),
    defaultViewTransition: pictureTransition,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
