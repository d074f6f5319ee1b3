const PREFIX = "feria.order-token.";

/** Keeps the secret by which a guest reads an order, under its id and number, until the tab is closed. */
export function keepOrderToken(token: string, ...names: string[]): void {
  for (const name of names) sessionStorage.setItem(PREFIX + name, token);
}

export function orderTokenOf(name: string): string | null {
  return sessionStorage.getItem(PREFIX + name);
}
