import type { ParsedLocation } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";

/** Which card's picture becomes the gallery's, so that going back it becomes the card's again. */
let chosen: string | null = null;
const listeners = new Set<() => void>();
const THING = /^\/p\//;

/** What app.css calls a change of pages that a picture goes along with. */
const WITH_PICTURE = "thing";

/** Pages change at once; only between a card and its thing does the picture go along. */
export const pictureTransition = {
  types: ({ fromLocation, toLocation }: { fromLocation?: ParsedLocation; toLocation: ParsedLocation }) => {
    const isFrom = THING.test(fromLocation?.pathname ?? "");
    const isTo = THING.test(toLocation.pathname);
    return isFrom !== isTo && chosen !== null ? [WITH_PICTURE] : (false as const);
  },
};

/** Called when a card is followed; `null` for the other ways to a thing. */
export function chooseCard(key: string | null): void {
  chosen = key;
  for (const listener of listeners) listener();
}

/** Whether this card's picture is the one that moves. */
export function useIsChosen(key: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => chosen === key,
    () => false,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
