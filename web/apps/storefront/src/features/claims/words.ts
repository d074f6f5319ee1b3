import type { CaseReason, CaseStatus, ReturnReason, ReturnStatus } from "@feria/api";
import type { Tone } from "@feria/ui";

/** Stored states in the buyer's words (`claims.return.<status>`); nothing else decides how they look. */
export const RETURN_TONES: Record<ReturnStatus, Tone> = {
  requested: "info",
  approved: "warn",
  declined: "bad",
  in_transit: "info",
  received: "info",
  refunded: "good",
  rejected: "bad",
  cancelled: "neutral",
};

export const CASE_TONES: Record<CaseStatus, Tone> = {
  opened: "info",
  awaiting_seller: "info",
  awaiting_buyer: "warn",
  under_review: "info",
  resolved_buyer: "good",
  resolved_seller: "neutral",
  split: "good",
  closed: "neutral",
};

export const RETURN_REASONS: ReturnReason[] = [
  "changed_mind",
  "does_not_fit",
  "wrong_item",
  "damaged",
  "not_as_described",
];

export const CASE_REASONS: CaseReason[] = [
  "not_received",
  "not_as_described",
  "damaged",
  "counterfeit",
  "refund_missing",
];

/** For these the seller pays the way back. */
export const isSellersFault = (reason: string) =>
  reason === "wrong_item" || reason === "damaged" || reason === "not_as_described";

const CARRIERS: Record<string, string> = { ups: "UPS", fedex: "FedEx" };

/** A carrier as people write it. */
export const carrierName = (carrier: string) => CARRIERS[carrier] ?? carrier;
