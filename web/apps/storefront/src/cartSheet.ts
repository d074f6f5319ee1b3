import { useSyncExternalStore } from "react";

export type CartSheetState = {
  isOpen: boolean;
  /** The seller whose awning unrolls, because something of it was just added. */
  addedSellerId: string | null;
  /** Counts the openings, so that a second "Add to cart" unrolls again. */
  turn: number;
};

const CLOSED: CartSheetState = { isOpen: false, addedSellerId: null, turn: 0 };
let state = CLOSED;
const listeners = new Set<() => void>();

function set(next: CartSheetState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the cart over the page; with a seller, right after something of theirs was added. */
export function openCartSheet(addedSellerId: string | null = null): void {
  set({ isOpen: true, addedSellerId, turn: state.turn + 1 });
}

export function closeCartSheet(): void {
  set({ ...state, isOpen: false, addedSellerId: null });
}

export function useCartSheet(): CartSheetState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => CLOSED,
  );
}
