import { useSyncExternalStore } from "react";
import { MoonIcon, MonitorIcon, SunIcon } from "../icons";
import { classes } from "../text/classes";
import { chosenTheme, chooseTheme, onTheme, type Theme } from "./theme";

export type ThemeChoiceProps = {
  label: string;
  names: Record<Theme, string>;
  /** Words alone, where there is little room. */
  isNarrow?: boolean;
};

const ICONS = { system: MonitorIcon, light: SunIcon, dark: MoonIcon };
const THEMES: Theme[] = ["system", "light", "dark"];

/** Light, dark, or as the system has it. */
export function ThemeChoice({ label, names, isNarrow = false }: ThemeChoiceProps) {
  const current = useSyncExternalStore(onTheme, chosenTheme, (): Theme => "system");
  return (
    <fieldset
      className={classes("rounded-control border border-line-strong p-2", isNarrow ? "flex" : "inline-flex")}
    >
      <legend className="sr-only">{label}</legend>
      {THEMES.map((theme) => {
        const Icon = ICONS[theme];
        return (
          <button
            key={theme}
            type="button"
            aria-pressed={theme === current}
            onClick={() => chooseTheme(theme)}
            className={classes(
              "flex min-h-44 items-center gap-8 rounded-thumb px-12 type-label",
              isNarrow && "flex-1 justify-center",
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
