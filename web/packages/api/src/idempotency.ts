const PREFIX = "feria.key.";

/** A name no other request has; randomUUID would need https, which a phone on the local network lacks. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Sends with the same key for as long as the same request has not succeeded, so that pressing a button again
 * after a lost answer, even in a page loaded anew, does not do the thing twice. Another body gets a key of its own.
 */
export async function once<T>(route: string, body: unknown, send: (key: string) => Promise<T>): Promise<T> {
  const intent = `${PREFIX}${route} ${digest(JSON.stringify(body))}`;
  const key = sessionStorage.getItem(intent) ?? newIdempotencyKey();
  sessionStorage.setItem(intent, key);
  const answer = await send(key);
  sessionStorage.removeItem(intent);
  return answer;
}

/** Tells two bodies apart without keeping what they say; FNV-1a, 32 bits. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return `${text.length}.${(hash >>> 0).toString(16)}`;
}
