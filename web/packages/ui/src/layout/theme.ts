export type Theme = "system" | "light" | "dark";

const STORED = "feria.theme";
const listeners = new Set<() => void>();

export function chosenTheme(): Theme {
  const stored = globalThis.localStorage?.getItem(STORED);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Puts the stored choice on the document; call it before the first paint. */
export function applyTheme(theme: Theme = chosenTheme()): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The marketplace's own hue for everything plum. */
export function applyAccent(hue: number): void {
  document.documentElement.style.setProperty("--accent-h", String(hue));
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, theme);
  applyTheme(theme);
  for (const listener of listeners) listener();
}

export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
