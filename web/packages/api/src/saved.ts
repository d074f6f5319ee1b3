import { useQuery } from "@tanstack/react-query";
import { settledId, useCartChange } from "./cart";
import { withoutItem } from "./cartChanges";
import { call } from "./client";
import { read } from "./read";
import { useWrite } from "./write";

/** What is kept beside the cart: things for later, and what is to go with a gift. */

const SAVED = "/api/v1/cart/saved";
const ONE = "/api/v1/cart/saved/{saved_id}";

/** Everything that is kept for later, the newest first. */
export function useSavedItems() {
  return useQuery(read(SAVED, {}));
}

/** Takes an item out of the cart and keeps it for later. */
export function useSaveForLater() {
  return useCartChange(
    ({ itemId }: { itemId: string }) =>
      call("post", "/api/v1/cart/items/{item_id}/save", { path: { item_id: settledId(itemId) } }),
    (cart, { itemId }) => withoutItem(cart, itemId),
    [SAVED],
  );
}

/** Puts what was kept into the cart, as many pieces of it as can be bought. */
export function useMoveToCart() {
  return useCartChange(
    ({ savedId }: { savedId: string }) =>
      call("post", "/api/v1/cart/saved/{saved_id}/move", { path: { saved_id: savedId } }),
    undefined,
    [SAVED],
  );
}

export function useForgetSaved() {
  return useWrite(
    ({ savedId }: { savedId: string }) => call("delete", ONE, { path: { saved_id: savedId } }),
    () => [SAVED],
  );
}

/** What is to go with a seller's parcel; an empty text takes it away. */
export function useWriteGiftNote() {
  return useCartChange(({ sellerId, text }: { sellerId: string; text: string }) =>
    call("put", "/api/v1/cart/gift-notes", { body: { notes: { [sellerId]: text } } }),
  );
}
