import { keepOrderToken, session } from "@feria/api";
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { root } from "./root";

type Search = Record<string, unknown>;
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

type Arrival = { location: { hash: string; pathname: string }; params: { number: string } };

/** The secret of a guest's link is kept, and goes out of sight. */
function keepToken({ location, params: { number } }: Arrival): void {
  const [, token] = /^token=([\w-]+)$/.exec(location.hash) ?? [];
  if (!token) return;
  keepOrderToken(token, number.toUpperCase());
  throw redirect({ href: location.pathname, replace: true });
}

const cart = createRoute({
  getParentRoute: () => root,
  path: "/cart",
  component: lazyRouteComponent(() => import("./shopping/cart"), "Cart"),
});

const checkout = createRoute({
  getParentRoute: () => root,
  path: "/checkout",
  component: lazyRouteComponent(() => import("./shopping/checkout"), "Checkout"),
});

const checkoutReturn = createRoute({
  getParentRoute: () => root,
  path: "/checkout/return",
  validateSearch: (search: Search) => ({ order: textOf(search.order) }),
  component: lazyRouteComponent(() => import("./shopping/checkout"), "CheckoutReturn"),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  component: lazyRouteComponent(() => import("./shopping/orders"), "Orders"),
});

const order = createRoute({
  getParentRoute: () => root,
  path: "/orders/$number",
  beforeLoad: (arrival) => keepToken(arrival),
  component: lazyRouteComponent(() => import("./shopping/order"), "OrderOfNumber"),
});

const newReturn = createRoute({
  getParentRoute: () => root,
  path: "/orders/$number/return",
  component: lazyRouteComponent(() => import("./shopping/claims"), "NewReturn"),
});

const newCase = createRoute({
  getParentRoute: () => root,
  path: "/orders/$number/problem",
  component: lazyRouteComponent(() => import("./shopping/claims"), "NewCase"),
});

const oneReturn = createRoute({
  getParentRoute: () => root,
  path: "/orders/$number/returns/$returnId",
  beforeLoad: (arrival) => keepToken(arrival),
  component: lazyRouteComponent(() => import("./shopping/claims"), "OneReturn"),
});

const oneCase = createRoute({
  getParentRoute: () => root,
  path: "/orders/$number/cases/$caseId",
  beforeLoad: (arrival) => keepToken(arrival),
  component: lazyRouteComponent(() => import("./shopping/claims"), "OneCase"),
});

/** `next`: where somebody wanted to go. */
const nextOf = (search: Search): { next?: string } =>
  textOf(search.next) ? { next: textOf(search.next) } : {};

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: nextOf,
  component: lazyRouteComponent(() => import("./shopping/signIn"), "SignIn"),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  validateSearch: nextOf,
  component: lazyRouteComponent(() => import("./shopping/signIn"), "SignUp"),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: lazyRouteComponent(() => import("./shopping/signIn"), "ForgotPassword"),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  validateSearch: (search: Search) => ({ token: textOf(search.token) }),
  component: lazyRouteComponent(() => import("./shopping/signIn"), "ResetPassword"),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  beforeLoad: ({ location }) => {
    if (!session.isSignedIn())
      throw redirect({ to: "/sign-in", search: { next: location.href }, replace: true });
  },
  component: lazyRouteComponent(() => import("./shopping/account"), "Account"),
});

const accountChildren = [
  createRoute({
    getParentRoute: () => account,
    path: "/",
    component: lazyRouteComponent(() => import("./shopping/account"), "Profile"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/addresses",
    component: lazyRouteComponent(() => import("./shopping/account"), "Addresses"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/orders",
    component: lazyRouteComponent(() => import("./shopping/orders"), "AccountOrders"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/messages",
    component: lazyRouteComponent(() => import("./shopping/orders"), "AccountMessages"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/reviews",
    component: lazyRouteComponent(() => import("./shopping/reviews"), "OwnReviews"),
  }),
  createRoute({
    getParentRoute: () => account,
    path: "/sell",
    component: lazyRouteComponent(() => import("./shopping/apply"), "Apply"),
  }),
];

/** Pages to buy and to look after what was bought: cart, checkout, orders, account. */
export const shoppingRoutes = [
  cart,
  checkout,
  checkoutReturn,
  orders,
  order,
  newReturn,
  newCase,
  oneReturn,
  oneCase,
  signIn,
  signUp,
  forgotPassword,
  resetPassword,
  account.addChildren(accountChildren),
] as const;
