import type { Cart, CartGroup, CartItem, CartProduct, CartSeller, Money } from "./models";

/** What the cart will look like once the server has answered; the answer then replaces it. */

/** What a page knows of a thing it adds, so that it stands in the cart before the server has answered. */
export type Addition = {
  variantId: string;
  quantity: number;
  product: CartProduct;
  seller: CartSeller;
  unitPrice: Money;
};

export function withQuantity(cart: Cart, itemId: string, quantity: number): Cart {
  return mapItems(cart, (item) => (item.id === itemId ? priced(item, quantity) : item));
}

export function withoutItem(cart: Cart, itemId: string): Cart {
  return mapItems(cart, (item) => (item.id === itemId ? null : item));
}

export function withAdded(cart: Cart, added: Addition): Cart {
  const isThere = cart.groups.some((group) =>
    group.items.some((item) => item.variant_id === added.variantId),
  );
  if (isThere) {
    return mapItems(cart, (item) =>
      item.variant_id === added.variantId ? priced(item, item.quantity + added.quantity) : item,
    );
  }
  const item = newItem(added);
  const groups = cart.groups.some((group) => group.seller.id === added.seller.id)
    ? cart.groups.map((group) =>
        group.seller.id === added.seller.id ? { ...group, items: [...group.items, item] } : group,
      )
    : [...cart.groups, newGroup(added, item)];
  return mapItems({ ...cart, groups }, (one) => one);
}

/** The id of an item that the server has not confirmed yet. */
export const foreseenId = (variantId: string) => `foreseen-${variantId}`;

function newItem({ variantId, quantity, product, unitPrice }: Addition): CartItem {
  const item = {
    id: foreseenId(variantId),
    variant_id: variantId,
    product,
    unit_price: unitPrice,
    available: null,
    notice: null,
    quantity,
    total: unitPrice,
  };
  return priced(item, quantity);
}

function newGroup({ seller, unitPrice }: Addition, item: CartItem): CartGroup {
  const none = { amount: 0, currency: unitPrice.currency };
  return {
    seller,
    items: [item],
    subtotal: none,
    discount: none,
    shipping: none,
    shipping_discount: none,
    tax: none,
    tax_reason: "standard",
    total: none,
    shipping_option: null,
    shipping_name: null,
    shipping_fault: null,
    gift_note: "",
    pickup: null,
    delivery: null,
    free_shipping_remaining: null,
  };
}

function priced(item: CartItem, quantity: number): CartItem {
  return { ...item, quantity, total: to(item.unit_price, item.unit_price.amount * quantity) };
}

/** Changes items, drops empty groups, and moves the sums by what the items changed. */
function mapItems(cart: Cart, change: (item: CartItem) => CartItem | null): Cart {
  const groups = cart.groups
    .map((group) =>
      withItems(
        group,
        group.items.map(change).filter((item) => item !== null),
      ),
    )
    .filter((group) => group.items.length > 0);
  const total = (part: "subtotal" | "shipping" | "discount" | "total") =>
    to(
      cart[part],
      sum(groups, (group) => group[part].amount),
    );
  return {
    ...cart,
    groups,
    subtotal: total("subtotal"),
    shipping: total("shipping"),
    discount: total("discount"),
    total: total("total"),
    item_count: sum(groups, (group) => sum(group.items, (item) => item.quantity)),
  };
}

/** What coupons take off goes with the goods until the server has counted it. */
function withItems(group: CartGroup, items: CartItem[]): CartGroup {
  const before = group.subtotal.amount;
  const now = sum(items, (item) => item.total.amount);
  const fixed = group.shipping_discount.amount;
  const cut = group.discount.amount - fixed;
  const off = cut && Math.round((cut * now) / before);
  return {
    ...group,
    items,
    subtotal: to(group.subtotal, now),
    discount: to(group.discount, off + fixed),
    total: to(group.total, group.total.amount + now - before + cut - off),
  };
}

const to = (money: Money, amount: number): Money => ({ ...money, amount });

function sum<T>(all: T[], amount: (one: T) => number): number {
  return all.reduce((total, one) => total + amount(one), 0);
}
