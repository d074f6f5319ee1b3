import { parseSearch, stringifySearch } from "@feria/api";
import { createRouter } from "@tanstack/react-router";
import { operatorRoutes } from "./routes/operator";
import { root } from "./routes/root";
import { sellRoutes } from "./routes/sell";

export const router = createRouter({
  routeTree: root.addChildren([...sellRoutes, ...operatorRoutes]),
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
