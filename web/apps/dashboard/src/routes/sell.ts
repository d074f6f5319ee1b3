import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { textOf, wordOf, wordsOf } from "../frame/address";
import { NotFound } from "../frame/NotFound";
import { DUES } from "../words/due";
import { root } from "./root";

type Search = Record<string, unknown>;

const PRODUCT_VIEWS = ["all", "published", "draft", "archived"] as const;
const REVIEW_VIEWS = ["open", "answered", "all"] as const;
const RETURN_VIEWS = ["to_answer", "on_the_way", "to_refund", "all"] as const;
const CASE_VIEWS = ["to_answer", "open", "all"] as const;
const DOCUMENT_KINDS = ["invoice", "credit_note", "commission_invoice", "commission_credit_note"] as const;
const ORDER_SORTS = ["newest", "ship_by"] as const;
const ORDER_STATUSES = [
  "placed",
  "accepted",
  "partially_shipped",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
  "awaiting_payment",
  "expired",
] as const;

const layout = createRoute({
  getParentRoute: () => root,
  path: "/sell",
  component: lazyRouteComponent(() => import("./sell/layout"), "SellLayout"),
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => layout,
  path: "/",
  component: lazyRouteComponent(() => import("./sell/home"), "SellHome"),
});

const orders = createRoute({
  getParentRoute: () => layout,
  path: "/orders",
  validateSearch: (search: Search) => ({
    view: textOf(search, "view"),
    q: textOf(search, "q"),
    due: wordOf(search, "due", DUES),
    status: wordsOf(search, "status", ORDER_STATUSES),
    from: textOf(search, "from"),
    to: textOf(search, "to"),
    sort: wordOf(search, "sort", ORDER_SORTS),
  }),
  component: lazyRouteComponent(() => import("./sell/orders"), "Orders"),
});

const order = createRoute({
  getParentRoute: () => layout,
  path: "/orders/$orderId",
  component: lazyRouteComponent(() => import("./sell/order"), "OrderPage"),
});

const returns = createRoute({
  getParentRoute: () => layout,
  path: "/returns",
  validateSearch: (search: Search) => ({ view: wordOf(search, "view", RETURN_VIEWS) }),
  component: lazyRouteComponent(() => import("./sell/returns"), "SellReturns"),
});

const oneReturn = createRoute({
  getParentRoute: () => layout,
  path: "/returns/$returnId",
  component: lazyRouteComponent(() => import("./sell/returns"), "SellReturn"),
});

const cases = createRoute({
  getParentRoute: () => layout,
  path: "/cases",
  validateSearch: (search: Search) => ({ view: wordOf(search, "view", CASE_VIEWS) }),
  component: lazyRouteComponent(() => import("./sell/cases"), "SellCases"),
});

const oneCase = createRoute({
  getParentRoute: () => layout,
  path: "/cases/$caseId",
  component: lazyRouteComponent(() => import("./sell/cases"), "SellCase"),
});

const messages = createRoute({
  getParentRoute: () => layout,
  path: "/messages",
  validateSearch: (search: Search) => ({
    view: wordOf(search, "view", ["unread", "all"]),
    thread: textOf(search, "thread"),
  }),
  component: lazyRouteComponent(() => import("./sell/messages"), "MessagesPage"),
});

const products = createRoute({
  getParentRoute: () => layout,
  path: "/products",
  validateSearch: (search: Search) => ({
    view: wordOf(search, "view", PRODUCT_VIEWS),
    q: textOf(search, "q"),
  }),
  component: lazyRouteComponent(() => import("./sell/products"), "Products"),
});

const newProduct = createRoute({
  getParentRoute: () => layout,
  path: "/products/new",
  component: lazyRouteComponent(() => import("./sell/newProduct"), "NewProductPage"),
});

const product = createRoute({
  getParentRoute: () => layout,
  path: "/products/$productId",
  component: lazyRouteComponent(() => import("./sell/product"), "ProductPage"),
});

const stock = createRoute({
  getParentRoute: () => layout,
  path: "/stock",
  validateSearch: (search: Search) => ({
    q: textOf(search, "q"),
    low: wordOf(search, "low", ["true"]),
    adjust: textOf(search, "adjust"),
  }),
  component: lazyRouteComponent(() => import("./sell/stock"), "StockPage"),
});

const coupons = createRoute({
  getParentRoute: () => layout,
  path: "/coupons",
  component: lazyRouteComponent(() => import("./sell/coupons"), "SellCoupons"),
});

const newCoupon = createRoute({
  getParentRoute: () => layout,
  path: "/coupons/new",
  component: lazyRouteComponent(() => import("./sell/coupons"), "SellNewCoupon"),
});

const coupon = createRoute({
  getParentRoute: () => layout,
  path: "/coupons/$couponId",
  component: lazyRouteComponent(() => import("./sell/coupons"), "SellCoupon"),
});

const reviews = createRoute({
  getParentRoute: () => layout,
  path: "/reviews",
  validateSearch: (search: Search) => ({ view: wordOf(search, "view", REVIEW_VIEWS) }),
  component: lazyRouteComponent(() => import("./sell/reviews"), "ReviewsPage"),
});

const imports = createRoute({
  getParentRoute: () => layout,
  path: "/imports",
  validateSearch: (search: Search) => ({
    import: textOf(search, "import"),
    outcome: textOf(search, "outcome"),
  }),
  component: lazyRouteComponent(() => import("./sell/imports"), "Imports"),
});

const balance = createRoute({
  getParentRoute: () => layout,
  path: "/balance",
  validateSearch: (search: Search) => ({ view: wordOf(search, "view", ["orders", "ledger"]) }),
  component: lazyRouteComponent(() => import("./sell/balance"), "Balance"),
});

const documents = createRoute({
  getParentRoute: () => layout,
  path: "/documents",
  validateSearch: (search: Search) => ({
    kind: wordOf(search, "kind", DOCUMENT_KINDS),
    from: textOf(search, "from"),
    to: textOf(search, "to"),
  }),
  component: lazyRouteComponent(() => import("./sell/documents"), "SellDocuments"),
});

const shop = createRoute({
  getParentRoute: () => layout,
  path: "/shop",
  component: lazyRouteComponent(() => import("./sell/shopPages"), "ShopStall"),
});

const shipping = createRoute({
  getParentRoute: () => layout,
  path: "/shop/shipping",
  component: lazyRouteComponent(() => import("./sell/shopPages"), "ShopShipping"),
});

const members = createRoute({
  getParentRoute: () => layout,
  path: "/shop/members",
  component: lazyRouteComponent(() => import("./sell/shopPages"), "ShopMembers"),
});

/** A seller's pages. */
export const sellRoutes = [
  layout.addChildren([
    home,
    orders,
    order,
    returns,
    oneReturn,
    cases,
    oneCase,
    messages,
    products,
    newProduct,
    product,
    stock,
    coupons,
    newCoupon,
    coupon,
    reviews,
    imports,
    balance,
    documents,
    shop,
    shipping,
    members,
  ]),
] as const;
