import type { ImportLine } from "@feria/api";
import type { Tone } from "@feria/ui";

/** The colour of what became of a line. */
export const TONES: Record<ImportLine["outcome"], Tone> = {
  refused: "bad",
  changed: "warn",
  skipped: "neutral",
  imported: "good",
};
