import { DEMO, freshEmail, PASSWORD, PLACE, unique, type Role } from "./place";

type Json = Record<string, unknown>;
type Ask = { token?: string; body?: unknown; headers?: Record<string, string> };
type Variant = { id: string };
export type Thing = { id: string; slug: string; title: string; variants: Variant[] };
export type Order = {
  id: string;
  number: string;
  token?: string;
  seller_orders: { id: string; number: string }[];
};
export type Card = {
  id: string;
  slug: string;
  title: string;
  seller: { id: string; slug: string; name: string };
};

export const SHIP_TO = {
  name: "Nora Quist",
  line1: "Rua do Almada 12",
  city: "Porto",
  postal_code: "4050-031",
  country: "PT",
};

/** What happens elsewhere while somebody looks at a page is done through the API. */
export async function ask<T = Json>(method: string, path: string, asked: Ask = {}): Promise<T> {
  return (await answerOf<T>(method, path, asked)).json;
}

async function answerOf<T>(method: string, path: string, { token, body, headers }: Ask) {
  const answer = await fetch(`${PLACE}/api/v1${path}`, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return { json: (text ? JSON.parse(text) : {}) as T, headers: answer.headers };
}

const key = () => ({ "Idempotency-Key": `journey-${unique()}` });
const tokens = new Map<Role, { token: string; until: number }>();
const KEPT_MS = 5 * 60_000;

export async function tokenOf(role: Role): Promise<string> {
  const found = tokens.get(role);
  if (found && Date.now() < found.until) return found.token;
  const body = { email: DEMO[role], password: PASSWORD };
  const { access_token: token } = await ask<{ access_token: string }>("POST", "/auth/login", { body });
  tokens.set(role, { token, until: Date.now() + KEPT_MS });
  return token;
}

/** A new account, and the token with which the API knows it. */
export async function register(email: string): Promise<string> {
  const body = { email, password: PASSWORD, name: SHIP_TO.name };
  return (await ask<{ access_token: string }>("POST", "/auth/register", { body })).access_token;
}

export type Shop = { id: string; slug: string; name: string };

export async function shopOf(role: Role): Promise<Shop> {
  type Shops = { sellers: Shop[] };
  const { sellers } = await ask<Shops>("GET", "/users/me", { token: await tokenOf(role) });
  if (!sellers[0]) throw new Error(`${role} has no shop.`);
  return sellers[0];
}

/** The shop of an account of its own, open and able to ship. */
export async function newShop(
  name = `Journey ${unique()}`,
): Promise<{ email: string; shop: Shop; token: string }> {
  const email = freshEmail();
  const token = await register(email);
  const shop = await ask<Shop>("POST", "/sellers", { token, body: { name, country: "PT", town: "Braga" } });
  await ask("POST", `/operator/sellers/${shop.id}/approve`, { token: await tokenOf("operator"), body: {} });
  const path = `/sellers/${shop.id}/shipping-profiles`;
  const { headers } = await answerOf("GET", path, { token });
  const price = { amount: 450, currency: "EUR" };
  const items = [{ name: "Post", market: "eu", price, min_days: 2, max_days: 4 }];
  await ask("PUT", path, { token, body: { items }, headers: { "If-Match": headers.get("etag") ?? "" } });
  return { email, shop, token };
}

/** A draft of a seller's. */
export async function newDraft(
  role: Role,
  { title = `Journey soap ${unique()}`, onHand = 5, price = 1800 } = {},
): Promise<Thing> {
  const token = await tokenOf(role);
  const seller = await shopOf(role);
  const { items } = await ask<{ items: { id: string; path: string }[] }>("GET", "/categories");
  return ask<Thing>("POST", "/products", {
    token,
    body: {
      seller_id: seller.id,
      title,
      category_id: items.find(({ path }) => path === "soap")?.id,
      variants: [{ price: { amount: price, currency: "EUR" }, stock_policy: "tracked", on_hand: onHand }],
    },
  });
}

/** A thing of a seller's that nobody else buys, on sale. */
export async function newThing(role: Role, fields: Parameters<typeof newDraft>[1] = {}): Promise<Thing> {
  const draft = await newDraft(role, fields);
  const thing = await ask<Thing>("POST", `/products/${draft.id}/publish`, { token: await tokenOf(role) });
  await findable(thing);
  return thing;
}

/** The search follows what is published within a second or so. */
async function findable({ id, title }: Thing): Promise<void> {
  const TRIES_MAX = 100;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const found = await cards(`q=${encodeURIComponent(title)}`);
    if (found.some((card) => card.id === id)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${title} cannot be found.`);
}

export async function cards(query: string): Promise<Card[]> {
  return (await ask<{ items: Card[] }>("GET", `/products?${query}`)).items;
}

/** Puts a thing into a new guest's cart, or into an account's; the headers by which the cart is found again. */
export async function putIntoCart(
  variantId: string,
  quantity = 1,
  token = "",
): Promise<Record<string, string>> {
  const body = { variant_id: variantId, quantity };
  const { headers } = await answerOf("POST", "/cart/items", { body, token });
  const cart = headers.get("x-cart-token");
  return cart ? { "X-Cart-Token": cart } : {};
}

/** Buys and pays as a guest, or as an account with `token`. */
export async function buy(variantId: string, { quantity = 1, email = "", token = "" } = {}): Promise<Order> {
  const headers = await putIntoCart(variantId, quantity, token);
  const { country, postal_code } = SHIP_TO;
  const place = { body: { country, postal_code }, token, headers };
  const { total } = await ask<{ total: Json }>("PUT", "/cart/address", place);
  const order = await ask<Order>("POST", "/orders", {
    body: {
      ...(token ? {} : { email: email || "journey@post.test" }),
      shipping_address: SHIP_TO,
      expected_total: total,
      payment_method: "test",
    },
    token,
    headers: { ...headers, ...key() },
  });
  await ask("POST", "/payments/process", {
    body: { order_id: order.id, payment_method: "test", test_outcome: "succeed" },
    token,
    headers: { ...key(), ...(order.token ? { "X-Order-Token": order.token } : {}) },
  });
  return order;
}

/** The seller sends all of their part of an order. */
export async function ship(role: Role, number: string, tracking: string): Promise<void> {
  const token = await tokenOf(role);
  const seller = await shopOf(role);
  type Parts = { items: { id: string; status: string }[] };
  const found = await ask<Parts>("GET", `/sellers/${seller.id}/orders?q=${number}`, { token });
  const part = found.items[0];
  if (!part) throw new Error(`${role} has no part of ${number}.`);
  if (part.status === "placed") {
    await ask("PUT", `/orders/${part.id}/status`, { token, body: { status: "accepted" } });
  }
  const body = { carrier: "correos", tracking_number: tracking };
  await ask("POST", `/orders/${part.id}/shipments`, { token, body });
}
