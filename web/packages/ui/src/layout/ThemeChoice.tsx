import { useSyncExternalStore } from "react";
import { MoonIcon, MonitorIcon, SunIcon } from "../icons";
import { classes } from "../text/classes";

export type Theme = "system" | "light" | "dark";
export type ThemeChoiceProps = {
  label: string;
  names: Record<Theme, string>;
  /** Words alone, where there is little room. */
  isNarrow?: boolean;
};

const STORED = "feria.theme";
const ICONS = { system: MonitorIcon, light: SunIcon, dark: MoonIcon };
const THEMES: Theme[] = ["system", "light", "dark"];
const listeners = new Set<() => void>();

function chosen(): Theme {
  const stored = globalThis.localStorage?.getItem(STORED);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Puts the stored choice on the document; call it before the first paint. */
export function applyTheme(theme: Theme = chosen()): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The marketplace's own hue for everything plum. */
export function applyAccent(hue: number): void {
  document.documentElement.style.setProperty("--accent-h", String(hue));
}

function choose(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, theme);
  applyTheme(theme);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Light, dark, or as the system has it. */
export function ThemeChoice({ label, names, isNarrow = false }: ThemeChoiceProps) {
  const current = useSyncExternalStore(subscribe, chosen, (): Theme => "system");
  return (
    <fieldset className="inline-flex rounded-control border border-line-strong p-2">
      <legend className="sr-only">{label}</legend>
      {THEMES.map((theme) => {
        const Icon = ICONS[theme];
        return (
          <button
            key={theme}
            type="button"
            aria-pressed={theme === current}
            onClick={() => choose(theme)}
            className={classes(
              "flex min-h-44 items-center gap-8 rounded-thumb px-12 type-label",
              theme === current ? "bg-plum-soft text-plum-text" : "text-ink-2 hover:text-ink",
            )}
          >
            {!isNarrow && <Icon aria-hidden className="size-20" />}
            {names[theme]}
          </button>
        );
      })}
    </fieldset>
  );
}
