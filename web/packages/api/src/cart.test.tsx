import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { useAddToCart, useChangeQuantity, useRemoveFromCart, useUndoRemoval } from "./cart";
import type { Cart } from "./models";
import { newQueryClient } from "./queryClient";
import { answerRequests, hold } from "./testing";

const euro = (amount: number) => ({ amount, currency: "EUR" });
const product = {
  id: "prod_1",
  title: "Tumbler",
  slug: "tumbler",
  sku: null,
  image: null,
  options: {},
  variant_title: "",
};
const seller = {
  id: "sel_1",
  name: "Ilha Azul",
  slug: "ilha-azul",
  country: "PT",
  town: "Porto",
  stall_hue: 200,
  logo: null,
};

function cartOf(quantity: number, shipping = 490): Cart {
  const total = euro(1800 * quantity);
  const item = {
    id: "item_1",
    variant_id: "var_1",
    product,
    quantity,
    unit_price: euro(1800),
    total,
    available: 9,
    notice: null,
  };
  const sums = { subtotal: total, discount: euro(0), shipping: euro(shipping), tax: euro(0) };
  const group = { ...sums, seller, items: [item], total: euro(total.amount + shipping) };
  return {
    ...sums,
    id: "cart_1",
    market: "eu",
    currency: "EUR",
    groups: [
      {
        ...group,
        shipping_discount: euro(0),
        tax_reason: "standard" as const,
        shipping_option: null,
        shipping_name: null,
        shipping_fault: null,
        gift_note: "",
        pickup: null,
        delivery: null,
        free_shipping_remaining: null,
      },
    ],
    item_count: quantity,
    total: euro(total.amount + shipping),
    tax_included: true,
    address: null,
    vat: null,
    coupons: [],
    notices: [],
  };
}

let client: QueryClient;
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
);
const shown = () => client.getQueryData<Cart>(["/api/v1/cart"]);
const numbers = () => [shown()?.item_count, shown()?.total.amount];

beforeEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  client = newQueryClient();
  client.setQueryData(["/api/v1/cart"], cartOf(1));
});

test("a new quantity shows at once, then what the server says", async () => {
  const server = hold();
  answerRequests({ "PUT /api/v1/cart/items/item_1": [{ body: cartOf(3, 0), wait: server.moment }] });
  const { result } = renderHook(useChangeQuantity, { wrapper });
  act(() => result.current.mutate({ itemId: "item_1", quantity: 3 }));
  await waitFor(() => expect(numbers()).toEqual([3, 5890]));
  server.come();
  await waitFor(() => expect(numbers()).toEqual([3, 5400]));
});

test("a refused change is taken back", async () => {
  const server = hold();
  answerRequests({
    "PUT /api/v1/cart/items/item_1": [{ status: 409, wait: server.moment }],
    "GET /api/v1/cart": [{ body: cartOf(1) }],
  });
  const { result } = renderHook(useChangeQuantity, { wrapper });
  act(() => result.current.mutate({ itemId: "item_1", quantity: 20 }));
  await waitFor(() => expect(shown()?.item_count).toBe(20));
  server.come();
  await waitFor(() => expect(result.current.isError).toBe(true));
  expect(numbers()).toEqual([1, 2290]);
});

test("while changes wait, an answer that is already old is not shown", async () => {
  const sent = answerRequests({
    "PUT /api/v1/cart/items/item_1": [
      { body: cartOf(2), wait: new Promise((done) => setTimeout(done, 20)) },
      { body: cartOf(3), wait: new Promise((done) => setTimeout(done, 20)) },
    ],
  });
  const { result } = renderHook(useChangeQuantity, { wrapper });
  const seen: (number | undefined)[] = [];
  client.getQueryCache().subscribe(() => seen.push(shown()?.item_count));
  act(() => {
    result.current.mutate({ itemId: "item_1", quantity: 2 });
    result.current.mutate({ itemId: "item_1", quantity: 3 });
  });
  await waitFor(() => expect(client.isMutating()).toBe(0));
  expect(sent.map(({ body }) => body)).toEqual([{ quantity: 2 }, { quantity: 3 }]);
  expect(seen.lastIndexOf(2)).toBeLessThan(seen.indexOf(3));
  expect(shown()?.item_count).toBe(3);
});

test("something new stands in its seller's group before the server has answered", async () => {
  answerRequests({
    "POST /api/v1/cart/items?market=eu": [{ body: cartOf(1), wait: new Promise(() => undefined) }],
  });
  const { result } = renderHook(() => useAddToCart("eu"), { wrapper });
  act(() =>
    result.current.mutate({ variantId: "var_2", quantity: 2, product, seller, unitPrice: euro(500) }),
  );
  await waitFor(() => expect(numbers()).toEqual([3, 3290]));
  expect(shown()?.groups).toHaveLength(1);
  expect(shown()?.groups[0]?.items).toHaveLength(2);
});

test("what is removed leaves with its empty group, and can be put back", async () => {
  const sent = answerRequests({
    "DELETE /api/v1/cart/items/item_1": [{ body: { ...cartOf(1), groups: [], item_count: 0 } }],
    "POST /api/v1/cart/items": [{ body: cartOf(1) }],
  });
  const [item] = cartOf(1).groups[0]?.items ?? [];
  if (!item) throw new Error("The cart is empty.");
  const { result } = renderHook(() => ({ remove: useRemoveFromCart(), undo: useUndoRemoval() }), { wrapper });
  act(() => result.current.remove.mutate({ itemId: "item_1" }));
  await waitFor(() => expect(shown()?.groups).toEqual([]));
  act(() => result.current.undo.mutate(item, seller));
  await waitFor(() => expect(shown()?.item_count).toBe(1));
  await waitFor(() => expect(client.isMutating()).toBe(0));
  expect(sent.at(-1)?.body).toEqual({ variant_id: "var_1", quantity: 1 });
});

test("what a code takes off goes with the goods, and leaves with them", async () => {
  const wait = new Promise(() => undefined);
  answerRequests({
    "PUT /api/v1/cart/items/item_1": [{ body: cartOf(1), wait }],
    "DELETE /api/v1/cart/items/item_1": [{ body: cartOf(1), wait }],
  });
  const plain = cartOf(2);
  const [group] = plain.groups;
  if (!group) throw new Error("The cart is empty.");
  const cut = { discount: euro(850), total: euro(3600 + 490 - 850) };
  client.setQueryData(["/api/v1/cart"], {
    ...plain,
    ...cut,
    groups: [{ ...group, ...cut, shipping_discount: euro(490) }],
  });
  const { result } = renderHook(() => ({ change: useChangeQuantity(), remove: useRemoveFromCart() }), {
    wrapper,
  });
  const sums = () => [shown()?.discount.amount, shown()?.total.amount];
  act(() => result.current.change.mutate({ itemId: "item_1", quantity: 1 }));
  await waitFor(() => expect(sums()).toEqual([670, 1620]));
  act(() => result.current.remove.mutate({ itemId: "item_1" }));
  await waitFor(() => expect(sums()).toEqual([0, 0]));
});
