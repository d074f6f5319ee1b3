import { productQuery } from "@feria/api";
import { createRoute, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { idInAddress } from "../features/product/address";
import { isMissing } from "../missing";
import { root } from "./root";

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./home"), "Home"),
});

const category = createRoute({
  getParentRoute: () => root,
  path: "/c/$",
  component: lazyRouteComponent(() => import("./category"), "CategoryPage"),
});

const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  component: lazyRouteComponent(() => import("./search"), "SearchPage"),
});

const product = createRoute({
  getParentRoute: () => root,
  path: "/p/$address",
  validateSearch: ({ variant }: Record<string, unknown>): { variant?: string } =>
    typeof variant === "string" ? { variant } : {},
  // The page is drawn with its thing in it, so that the picture of a card can become the gallery's.
  loader: ({ context: { queryClient }, params: { address } }) =>
    queryClient.ensureQueryData(productQuery(idInAddress(address))).catch((fault: Error) => {
      throw isMissing(fault) ? notFound() : fault;
    }),
  component: lazyRouteComponent(() => import("./product"), "ProductPage"),
  pendingComponent: lazyRouteComponent(() => import("./productPending"), "ProductPending"),
});

const shops = createRoute({
  getParentRoute: () => root,
  path: "/shops",
  validateSearch: ({ after }: Record<string, unknown>): { after?: string } =>
    typeof after === "string" && after ? { after } : {},
  component: lazyRouteComponent(() => import("./shops"), "ShopsPage"),
});

const shop = createRoute({
  getParentRoute: () => root,
  path: "/shops/$slug",
  component: lazyRouteComponent(() => import("./shop"), "ShopPage"),
});

const legal = createRoute({
  getParentRoute: () => root,
  path: "/legal/$slug",
  component: lazyRouteComponent(() => import("./legal"), "LegalPage"),
});

const ui = createRoute({
  getParentRoute: () => root,
  path: "/ui",
  component: lazyRouteComponent(() => import("./ui"), "Ui"),
});

/** Pages to look around: home, lists, products, shops, legal pages. */
export const catalogueRoutes = [home, category, search, product, shops, shop, legal, ui] as const;
