import type { Money, OwnCoupon } from "@feria/api";
import { StatusDot, formatMoney, formatPercent, type Tone } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { addTexts } from "../../i18n";
import texts from "../../locales/en/coupons.json";

addTexts(texts);

const TONES: Record<string, Tone> = {
  running: "good",
  scheduled: "info",
  paused: "warn",
  used_up: "neutral",
  ended: "neutral",
};

export function CouponState({ state }: { state: string }) {
  const { t } = useTranslation();
  return <StatusDot tone={TONES[state] ?? "neutral"}>{t(`coupons.state.${state}`)}</StatusDot>;
}

/** What a coupon does, in a few words: "10 % off, from €50.00". */
export function useCouponWords() {
  const { t, i18n } = useTranslation();
  const money = (one: Money) => formatMoney(one, i18n.language);
  return (coupon: OwnCoupon): string => {
    const percent = formatPercent(coupon.percent_bps / 100, i18n.language);
    const what = t(`coupons.does.${coupon.kind}`, {
      percent,
      amount: coupon.amount ? money(coupon.amount) : "",
      buy: coupon.buy_quantity,
      get: coupon.get_quantity,
    });
    const parts = [what, coupon.minimum && t("coupons.from", { amount: money(coupon.minimum) })];
    return parts.filter(Boolean).join(", ");
  };
}
