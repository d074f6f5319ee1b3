import type { CaseStatus, ReturnStatus } from "@feria/api";
import { StatusDot, type Tone } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { addTexts } from "../../i18n";
import texts from "../../locales/en/claims.json";

addTexts(texts);

/** Who looks: the same state has another word for a shop and for the desk. */
export type Side = "seller" | "operator";

const RETURN_TONES: Record<ReturnStatus, Tone> = {
  requested: "warn",
  approved: "info",
  declined: "neutral",
  in_transit: "info",
  received: "warn",
  refunded: "good",
  rejected: "neutral",
  cancelled: "neutral",
};

const CASE_TONES: Record<Side, Record<CaseStatus, Tone>> = {
  seller: {
    opened: "warn",
    awaiting_seller: "warn",
    awaiting_buyer: "info",
    under_review: "info",
    resolved_buyer: "neutral",
    resolved_seller: "good",
    split: "neutral",
    closed: "neutral",
  },
  operator: {
    opened: "info",
    awaiting_seller: "info",
    awaiting_buyer: "info",
    under_review: "warn",
    resolved_buyer: "good",
    resolved_seller: "good",
    split: "good",
    closed: "neutral",
  },
};

export function ReturnState({ status, side }: { status: ReturnStatus; side: Side }) {
  const { t } = useTranslation();
  return <StatusDot tone={RETURN_TONES[status]}>{t(`claims.return.${side}.${status}`)}</StatusDot>;
}

export function CaseState({ status, side }: { status: CaseStatus; side: Side }) {
  const { t } = useTranslation();
  return <StatusDot tone={CASE_TONES[side][status]}>{t(`claims.case.${side}.${status}`)}</StatusDot>;
}
