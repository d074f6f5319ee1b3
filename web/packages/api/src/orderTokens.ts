const STORED = "feria.order-tokens";
const KEPT_MAX = 20;

/** `ids`: the order's and those of its parts. */
type KeptOrder = { number: string; ids: string[]; token: string };

/** Keeps the secret by which a guest reads an order and its parts, on this device, until it is forgotten. */
export function keepOrderToken(token: string, number: string, ...ids: string[]): void {
  const others = kept().filter((order) => order.number !== number);
  localStorage.setItem(STORED, JSON.stringify([{ number, ids, token }, ...others].slice(0, KEPT_MAX)));
}

/** By the order's number or id, or by the id of one of its parts. */
export function orderTokenOf(name: string): string | null {
  const found = kept().find(({ number, ids }) => number === name.toUpperCase() || ids.includes(name));
  return found?.token ?? null;
}

/** The numbers of the orders of which this device has the secret, newest first. */
export function keptOrderNumbers(): string[] {
  return kept().map((order) => order.number);
}

export function forgetOrderTokens(): void {
  localStorage.removeItem(STORED);
}

function kept(): KeptOrder[] {
  try {
    return JSON.parse(globalThis.localStorage?.getItem(STORED) ?? "[]") as KeptOrder[];
  } catch {
    return [];
  }
}
