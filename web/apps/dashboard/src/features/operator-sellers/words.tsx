import type { SellerStatus } from "@feria/api";
import { StatusDot, type Tone } from "@feria/ui";
import { useTranslation } from "react-i18next";

const TONES: Record<SellerStatus, Tone> = {
  applied: "warn",
  onboarding: "info",
  in_review: "warn",
  active: "good",
  suspended: "bad",
  closed: "neutral",
  rejected: "neutral",
};

/** The saved views of the list: a state each, and all of them. */
export const SELLER_VIEWS = ["applied", "active", "suspended", "rejected", "closed", "all"] as const;
export type SellerView = (typeof SELLER_VIEWS)[number];

export type Decision = "approve" | "reject" | "suspend" | "resume";

/** What the operator may decide in a state, the plain way last. */
const DECISIONS: Partial<Record<SellerStatus, Decision[]>> = {
  applied: ["reject", "approve"],
  onboarding: ["reject"],
  in_review: ["reject", "approve"],
  active: ["suspend"],
  suspended: ["resume"],
};

export function decisionsIn(status: SellerStatus): Decision[] {
  return DECISIONS[status] ?? [];
}

export function SellerState({ status }: { status: SellerStatus }) {
  const { t } = useTranslation();
  return <StatusDot tone={TONES[status]}>{t(`operator.sellers.status.${status}`)}</StatusDot>;
}
