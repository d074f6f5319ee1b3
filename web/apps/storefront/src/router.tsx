import { parseSearch, stringifySearch } from "@feria/api";
import { createRouter } from "@tanstack/react-router";
import { catalogueRoutes } from "./routes/catalogue";
import { root } from "./routes/root";
import { shoppingRoutes } from "./routes/shopping";

export const router = createRouter({
  routeTree: root.addChildren([...catalogueRoutes, ...shoppingRoutes]),
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
