const waiting = new Map<string, string>();

/** A name no other request has; randomUUID would need https, which a phone on the local network lacks. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Sends with the same key for as long as the same request has not succeeded, so that pressing a button again
 * after a lost answer does not do the thing twice.
 */
export async function once<T>(route: string, body: unknown, send: (key: string) => Promise<T>): Promise<T> {
  const intent = `${route} ${JSON.stringify(body)}`;
  const key = waiting.get(intent) ?? newIdempotencyKey();
  waiting.set(intent, key);
  const answer = await send(key);
  waiting.delete(intent);
  return answer;
}
