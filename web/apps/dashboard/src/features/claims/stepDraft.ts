import type { Return, ReturnStep } from "@feria/api";
import { parseAmount } from "@feria/ui";
import type { Side } from "./words";

/** What a shop fills in for a step of a return; `units` came, of `restock` lines they are sold again. */
export type StepDraft = {
  reason: string;
  instructions: string;
  deduction: string;
  units: Record<string, number>;
  restock: Record<string, boolean>;
};

export function emptyStep(found: Return): StepDraft {
  return {
    reason: "",
    instructions: found.instructions,
    deduction: "",
    units: Object.fromEntries(found.lines.map((line) => [line.line_id, line.quantity])),
    restock: {},
  };
}

/** The first thing that is wrong: `reason`, `deduction`, `units`; null when nothing is. */
export function faultOf(step: string, draft: StepDraft, found: Return, side: Side): string | null {
  const isReasonMissing = draft.reason.trim() === "";
  if (side === "operator" && isReasonMissing) return "reason";
  if (step === "declined" || step === "rejected") return isReasonMissing ? "reason" : null;
  if (step === "received") return Object.values(draft.units).some((count) => count > 0) ? null : "units";
  if (step !== "refunded" || draft.deduction.trim() === "") return null;
  const amount = parseAmount(draft.deduction, found.refundable.currency);
  if (amount === null || amount > found.refundable.amount) return "deduction";
  return amount > 0 && isReasonMissing ? "reason" : null;
}

/** What is sent beside the status. */
export function bodyOf(
  step: string,
  draft: StepDraft,
  found: Return,
  side: Side,
): Omit<ReturnStep, "status"> {
  const reason = draft.reason.trim();
  const said = side === "operator" ? { reason } : {};
  if (step === "approved") return { ...said, instructions: draft.instructions.trim() };
  if (step === "received")
    return { ...said, lines: Object.entries(draft.units).map(([id, quantity]) => ({ id, quantity })) };
  if (step !== "refunded") return { reason };
  const amount = parseAmount(draft.deduction, found.refundable.currency) ?? 0;
  const again = Object.keys(draft.restock).filter((id) => draft.restock[id]);
  return {
    ...said,
    ...(amount > 0 ? { deduction: amount, reason } : {}),
    ...(again.length > 0 ? { lines: again.map((id) => ({ id, restock: true })) } : {}),
  };
}
