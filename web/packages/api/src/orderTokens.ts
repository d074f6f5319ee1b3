const STORED = "feria.order-tokens";
const KEPT_MAX = 20;

type KeptOrder = { number: string; id: string; token: string };

/** Keeps the secret by which a guest reads an order, on this device, until it is forgotten. */
export function keepOrderToken(token: string, id: string, number: string): void {
  const others = kept().filter((order) => order.id !== id);
  localStorage.setItem(STORED, JSON.stringify([{ number, id, token }, ...others].slice(0, KEPT_MAX)));
}

/** By the order's id or number. */
export function orderTokenOf(name: string): string | null {
  return kept().find((order) => order.id === name || order.number === name.toUpperCase())?.token ?? null;
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
