import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { foreseenId, withAdded, withoutItem, withQuantity, type Addition } from "./cartChanges";
import { CART, cartQuery, SHIPPING } from "./cartContent";
import { call } from "./client";
import type { Cart, CartItem, Place } from "./models";
import { invalidate } from "./read";

const ITEM = "/api/v1/cart/items/{item_id}";
/** Changes of the cart are sent one after the other, in the order in which they were made. */
const SCOPE = { id: "cart" };
export const CHANGES = ["cart"];

/** The server's last word, by which an item that was only foreseen when it was changed again finds its id. */
let answered: Cart | null = null;

export function settledId(itemId: string): string {
  const items = answered?.groups.flatMap((group) => group.items) ?? [];
  return items.find((item) => itemId === foreseenId(item.variant_id))?.id ?? itemId;
}

/**
 * A change that shows at once and is taken back when the server refuses it. While further changes wait, an
 * answer is already old and is not shown.
 */
export function useCartChange<Input>(
  send: (input: Input) => Promise<Cart>,
  foresee?: (cart: Cart, input: Input) => Cart,
  touched: string[] = [],
) {
  const client = useQueryClient();
  const { queryKey } = cartQuery();
  return useMutation({
    mutationKey: CHANGES,
    scope: SCOPE,
    mutationFn: async (input: Input) => {
      answered = await send(input);
      return answered;
    },
    onMutate: async (input) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Cart>(queryKey);
      if (before && foresee) client.setQueryData<Cart>(queryKey, foresee(before, input));
      return before;
    },
    onSuccess: (cart) => isLastChange(client) && client.setQueryData<Cart>(queryKey, cart),
    onError: (_fault, _input, before) => before && client.setQueryData<Cart>(queryKey, before),
    onSettled: (_cart, fault) =>
      isLastChange(client) ? invalidate(client, ...touched, ...(fault ? [CART] : [SHIPPING])) : undefined,
  });
}

const isLastChange = (client: QueryClient) => client.isMutating({ mutationKey: CHANGES }) <= 1;

/** Adds a variant; what is known of it stands in the cart at once. `market` counts for a new cart. */
export function useAddToCart(market?: string) {
  return useCartChange(
    ({ variantId, quantity }: Addition) =>
      call("post", "/api/v1/cart/items", {
        query: market ? { market } : {},
        body: { variant_id: variantId, quantity },
      }),
    withAdded,
  );
}

export function useChangeQuantity() {
  return useCartChange(
    ({ itemId, quantity }: { itemId: string; quantity: number }) =>
      call("put", ITEM, { path: { item_id: settledId(itemId) }, body: { quantity } }),
    (cart, { itemId, quantity }) => withQuantity(cart, itemId, quantity),
  );
}

/** Removes an item; `useUndoRemoval` puts it back. */
export function useRemoveFromCart() {
  return useCartChange(
    ({ itemId }: { itemId: string }) => call("delete", ITEM, { path: { item_id: settledId(itemId) } }),
    (cart, { itemId }) => withoutItem(cart, itemId),
  );
}

/** Puts a removed item back, as it was; for the "Undo" of the toast. */
export function useUndoRemoval(market?: string) {
  const add = useAddToCart(market);
  return {
    ...add,
    mutate: (item: CartItem, seller: Addition["seller"]) => add.mutate(additionOf(item, seller)),
  };
}

function additionOf(item: CartItem, seller: Addition["seller"]): Addition {
  const { variant_id: variantId, quantity, product, unit_price: unitPrice } = item;
  return { variantId, quantity, product, seller, unitPrice };
}

export function useClearCart() {
  return useCartChange(() => call("delete", CART, {}));
}

/** Where to: decides shipping options and tax. */
export function useSetCartAddress() {
  return useCartChange((body: Place) => call("put", "/api/v1/cart/address", { body }));
}

/** The chosen option of each seller, by seller id. */
export function useChooseShipping() {
  return useCartChange((body: Record<string, string>) => call("put", "/api/v1/cart/shipping", { body }));
}
