import { Toasts } from "../feedback/Toasts";
import type { PictureSource } from "../market/Picture";
import { ThemeChoice } from "../layout/ThemeChoice";
import { Wordmark } from "../layout/Wordmark";
import { ControlsPart } from "./ControlsPart";
import { DataPart } from "./DataPart";
import { FeedbackPart } from "./FeedbackPart";
import { FloatingPart } from "./FloatingPart";
import { MarketPart } from "./MarketPart";
import { Pictures } from "./Part";
import { TypePart } from "./TypePart";

const THEMES = ["light", "dark"] as const;

/** Every component in light and dark beside each other; for development. */
export function Gallery({ pictures }: { pictures: Readonly<Record<string, PictureSource | null>> }) {
  return (
    <Pictures value={pictures}>
      <div className="min-h-dvh bg-ground text-ink">
        <header className="flex flex-wrap items-center justify-between gap-16 p-16">
          <Wordmark name="Lonja" />
          <ThemeChoice label="Theme" names={{ system: "System", light: "Light", dark: "Dark" }} />
        </header>
        <h1 className="sr-only">Components</h1>
        <div className="grid 2xl:grid-cols-2">
          {THEMES.map((theme) => (
            <div key={theme} data-theme={theme} className="flex min-w-0 flex-col gap-48 px-16 py-32 md:px-32">
              <h2 className="type-title">{theme === "light" ? "Light" : "Dark"}</h2>
              <TypePart />
              <ControlsPart theme={theme} />
              <MarketPart theme={theme} />
              <FeedbackPart theme={theme} />
              <FloatingPart theme={theme} />
              <DataPart theme={theme} />
            </div>
          ))}
        </div>
        <Toasts label="Notices" closeLabel="Close" />
      </div>
    </Pictures>
  );
}
