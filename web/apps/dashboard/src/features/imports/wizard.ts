import type { Import, ImportPublished } from "@feria/api";

/** Where an import stands: a file is looked at first (once its columns are known), then taken in, then published. */
export type Wizard =
  | { step: "choose"; refusal?: string }
  | { step: "sending"; file: File; isTrial: boolean; importId: string | null }
  | { step: "mapping" | "checking" | "checked"; file: File | null; importId: string; refusal?: string }
  | { step: "importing" | "imported" | "failed"; importId: string }
  | { step: "published"; importId: string; result: ImportPublished };

export type WizardEvent =
  /** A file for a first look; or, on top of a checked one, the same file again after the page was reloaded. */
  | { type: "chosen"; file: File }
  /** What was looked at is to be taken in. */
  | { type: "confirmed" }
  | { type: "started"; one: Import }
  | { type: "refused"; message: string }
  /** An import as the server has it now: of this visit, or opened from the list. */
  | { type: "seen"; one: Import }
  | { type: "published"; result: ImportPublished }
  | { type: "reset" };

export const START: Wizard = { step: "choose" };

export function wizardReducer(state: Wizard, event: WizardEvent): Wizard {
  switch (event.type) {
    case "chosen":
      return state.step === "checked" && state.file === null
        ? { ...state, file: event.file }
        : { step: "sending", file: event.file, isTrial: true, importId: null };
    case "confirmed":
      return state.step === "checked" && state.file
        ? { step: "sending", file: state.file, isTrial: false, importId: state.importId }
        : state;
    case "started":
      return stateOf(event.one, state.step === "sending" && state.isTrial ? state.file : null);
    case "refused":
      return refused(state, event.message);
    case "seen":
      return seen(state, event.one);
    case "published":
      return state.step === "imported"
        ? { step: "published", importId: state.importId, result: event.result }
        : state;
    case "reset":
      return START;
  }
}

/** A refused trial begins anew; a refused import stays where its report is. */
function refused(state: Wizard, refusal: string): Wizard {
  if (state.step !== "sending") return state;
  return state.isTrial || state.importId === null
    ? { step: "choose", refusal }
    : { step: "checked", file: state.file, importId: state.importId, refusal };
}

function seen(state: Wizard, one: Import): Wizard {
  if (state.step === "sending") return state;
  const isSame = "importId" in state && state.importId === one.id;
  if (isSame && state.step === "published") return state;
  if (isSame && state.step === "checked") return state;
  return stateOf(one, isSame && "file" in state ? state.file : null);
}

function stateOf(one: Import, file: File | null): Wizard {
  const importId = one.id;
  if (one.state === "failed") return { step: "failed", importId };
  if (one.state === "unmapped") return { step: "mapping", file, importId };
  const isDone = one.state === "done";
  if (one.dry_run) return { step: isDone ? "checked" : "checking", file, importId };
  return { step: isDone ? "imported" : "importing", importId };
}
