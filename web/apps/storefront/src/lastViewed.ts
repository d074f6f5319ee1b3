const STORED = "feria.last-viewed";
const KEPT_MAX = 8;

/** Notes that somebody looked at this product; its page calls it. */
export function noteViewed(productId: string): void {
  const others = lastViewed().filter((id) => id !== productId);
  localStorage.setItem(STORED, JSON.stringify([productId, ...others].slice(0, KEPT_MAX)));
}

/** The ids of the products looked at last on this device, newest first. */
export function lastViewed(): string[] {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(STORED) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
