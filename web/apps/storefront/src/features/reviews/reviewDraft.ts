import type { Reviewable } from "@feria/api";

export type ReviewDraft = { stars: number | null; text: string };

/** Under which name what is typed about a line is kept. */
export const draftName = (line: Reviewable) => `review.${line.line_id}`;
