import { NEW, resumed, type Checkout } from "./machine";

const STORED = "feria.checkout";

/** The checkout as it was left in this tab, so that a reload or the way back from the bank loses nothing. */
export function keptCheckout(): Checkout {
  try {
    const kept = JSON.parse(globalThis.sessionStorage?.getItem(STORED) ?? "null") as Partial<Checkout> | null;
    return kept ? resumed({ ...NEW, ...kept }) : NEW;
  } catch {
    return NEW;
  }
}

export function keepCheckout(state: Checkout): void {
  sessionStorage.setItem(STORED, JSON.stringify(state));
}

/** Once it is paid, nothing of it is left behind. */
export function dropCheckout(): void {
  sessionStorage.removeItem(STORED);
}
