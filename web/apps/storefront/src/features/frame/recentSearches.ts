const STORED = "feria.searches";
const KEPT_MAX = 6;

/** What was searched for on this device, newest first. */
export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, KEPT_MAX) : [];
  } catch {
    return [];
  }
}

export function rememberSearch(words: string): void {
  const others = recentSearches().filter((one) => one.toLowerCase() !== words.toLowerCase());
  localStorage.setItem(STORED, JSON.stringify([words, ...others].slice(0, KEPT_MAX)));
}

export function forgetSearches(): void {
  localStorage.removeItem(STORED);
}
