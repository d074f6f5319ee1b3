import { parseSearch, stringifySearch } from "@feria/api";
import type { QueryClient } from "@tanstack/react-query";
import { createRouter, lazyRouteComponent, type RouterHistory } from "@tanstack/react-router";
import { FaultPage } from "./features/frame/FaultPage";
import { pictureTransition } from "./pictureTransition";
import { catalogueRoutes } from "./routes/catalogue";
import { root } from "./routes/root";
import { shoppingRoutes } from "./routes/shopping";

/** In the browser; with a history of its own, where pages are drawn ahead. */
export function newRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    // Drawn ahead there is no place to go back to, and the script that would look for one is inline.
    ...(history ? { history, isServer: true } : { scrollRestoration: true }),
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
    parseSearch,
    stringifySearch,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
