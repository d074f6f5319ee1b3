import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { textOf } from "../frame/address";
import { root } from "./root";

const area = createRoute({
  getParentRoute: () => root,
  path: "/operator",
  component: lazyRouteComponent(() => import("./operator/frame"), "OperatorFrame"),
});

const under = () => area;

const home = createRoute({
  getParentRoute: under,
  path: "/",
  component: lazyRouteComponent(() => import("./operator/home"), "OperatorHome"),
});

const sellers = createRoute({
  getParentRoute: under,
  path: "sellers",
  component: lazyRouteComponent(() => import("./operator/sellers"), "OperatorSellers"),
});

const seller = createRoute({
  getParentRoute: under,
  path: "sellers/$sellerId",
  component: lazyRouteComponent(() => import("./operator/seller"), "OperatorSeller"),
});

const orders = createRoute({
  getParentRoute: under,
  path: "orders",
  component: lazyRouteComponent(() => import("./operator/orders"), "OperatorOrders"),
});

const order = createRoute({
  getParentRoute: under,
  path: "orders/$number",
  component: lazyRouteComponent(() => import("./operator/order"), "OperatorOrder"),
});

const cases = createRoute({
  getParentRoute: under,
  path: "cases",
  component: lazyRouteComponent(() => import("./operator/cases"), "OperatorCases"),
});

const oneReturn = createRoute({
  getParentRoute: under,
  path: "returns/$returnId",
  component: lazyRouteComponent(() => import("./operator/return"), "OperatorReturn"),
});

const oneCase = createRoute({
  getParentRoute: under,
  path: "cases/$caseId",
  component: lazyRouteComponent(() => import("./operator/cases"), "OperatorCase"),
});

const messages = createRoute({
  getParentRoute: under,
  path: "messages",
  component: lazyRouteComponent(() => import("./operator/messages"), "OperatorMessages"),
});

const categories = createRoute({
  getParentRoute: under,
  path: "categories",
  component: lazyRouteComponent(() => import("./operator/categories"), "OperatorCategories"),
});

const category = createRoute({
  getParentRoute: under,
  path: "categories/$categoryId",
  component: lazyRouteComponent(() => import("./operator/category"), "OperatorCategory"),
});

const synonyms = createRoute({
  getParentRoute: under,
  path: "synonyms",
  component: lazyRouteComponent(() => import("./operator/synonyms"), "OperatorSynonyms"),
});

const front = createRoute({
  getParentRoute: under,
  path: "front-page",
  component: lazyRouteComponent(() => import("./operator/front"), "OperatorFront"),
});

const products = createRoute({
  getParentRoute: under,
  path: "products",
  component: lazyRouteComponent(() => import("./operator/products"), "OperatorProducts"),
});

const reviews = createRoute({
  getParentRoute: under,
  path: "reviews",
  component: lazyRouteComponent(() => import("./operator/reviews"), "OperatorReviews"),
});

const coupons = createRoute({
  getParentRoute: under,
  path: "coupons",
  component: lazyRouteComponent(() => import("./operator/coupons"), "OperatorCoupons"),
});

const newCoupon = createRoute({
  getParentRoute: under,
  path: "coupons/new",
  component: lazyRouteComponent(() => import("./operator/coupons"), "OperatorNewCoupon"),
});

const coupon = createRoute({
  getParentRoute: under,
  path: "coupons/$couponId",
  component: lazyRouteComponent(() => import("./operator/coupons"), "OperatorCoupon"),
});

const documents = createRoute({
  getParentRoute: under,
  path: "documents",
  validateSearch: (search: Record<string, unknown>) => ({
    from: textOf(search, "from"),
    to: textOf(search, "to"),
  }),
  component: lazyRouteComponent(() => import("./operator/documents"), "OperatorDocuments"),
});

const settings = createRoute({
  getParentRoute: under,
  path: "settings",
  component: lazyRouteComponent(() => import("./operator/settings"), "OperatorSettings"),
});

const markets = createRoute({
  getParentRoute: under,
  path: "settings/markets",
  component: lazyRouteComponent(() => import("./operator/markets"), "OperatorMarkets"),
});

const commission = createRoute({
  getParentRoute: under,
  path: "settings/commission",
  component: lazyRouteComponent(() => import("./operator/commission"), "OperatorCommission"),
});

const tax = createRoute({
  getParentRoute: under,
  path: "settings/tax",
  component: lazyRouteComponent(() => import("./operator/tax"), "OperatorTax"),
});

const legal = createRoute({
  getParentRoute: under,
  path: "settings/legal",
  component: lazyRouteComponent(() => import("./operator/legal"), "OperatorLegal"),
});

const legalPage = createRoute({
  getParentRoute: under,
  path: "settings/legal/$slug",
  component: lazyRouteComponent(() => import("./operator/legal"), "OperatorLegal"),
});

/** The operator's pages. */
export const operatorRoutes = [
  area.addChildren([
    home,
    sellers,
    seller,
    orders,
    order,
    cases,
    oneCase,
    oneReturn,
    messages,
    categories,
    category,
    synonyms,
    front,
    products,
    reviews,
    coupons,
    newCoupon,
    coupon,
    documents,
    settings,
    markets,
    commission,
    tax,
    legal,
    legalPage,
  ]),
] as const;
