import type { OperatorReview, ReviewStep } from "@feria/api";
import type { Tone } from "@feria/ui";

export const QUEUES = ["waiting", "published", "rejected", "removed", "all"] as const;
export type Queue = (typeof QUEUES)[number];
type State = OperatorReview["state"];

export const STATE_TONES: Record<State, Tone> = {
  pending: "warn",
  flagged: "warn",
  published: "good",
  rejected: "bad",
  removed: "bad",
};

const STEPS: Record<State, ReviewStep[]> = {
  pending: ["reject", "publish"],
  flagged: ["remove", "publish"],
  published: ["remove"],
  rejected: ["publish"],
  removed: ["publish"],
};

/** What the operator may do about a review in this state. */
export const stepsOf = (state: State) => STEPS[state];

/** Whether buyers see it, and so what its shop answered. */
export const isVisible = (state: State) => state === "published" || state === "flagged";
