import { useCouponUses, type CouponOwner, type Money } from "@feria/api";
import { Panel, StatusDot, formatMoment, formatMoney } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { WaitingRows } from "../../frame/Waiting";

type UsesPanelProps = { couponId: string; owner: CouponOwner; timeZone: string };

/** How the coupon is used: orders, what it took off by currency, and the newest uses. */
export function UsesPanel({ couponId, owner, timeZone }: UsesPanelProps) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useCouponUses(couponId);
  const money = (one: Money) => formatMoney(one, i18n.language);
  const sum = (all: Money[]) => (all.length > 0 ? all.map(money).join(" · ") : "–");
  if (error) return <Problem fault={error} onRetry={() => void refetch()} />;
  return (
    <Panel title={t("coupons.report")}>
      {!data && <WaitingRows rows={3} />}
      {data && (
        <dl className="flex flex-col gap-4">
          <Row name={t("coupons.orders")} value={data.orders} />
          <Row name={t("coupons.tookOff")} value={sum(data.discounts)} />
          {owner === null && <Row name={t("coupons.promotion")} value={sum(data.promotions)} />}
        </dl>
      )}
      {data && data.items.length === 0 && <p className="pt-16 text-ink-2">{t("coupons.unused")}</p>}
      {data && data.items.length > 0 && (
        <ul aria-label={t("coupons.newest")} className="mt-16 divide-y divide-line border-t border-line">
          {data.items.map(({ at, code, discount, held }) => (
            <li key={`${at} ${code}`} className="flex flex-wrap justify-between gap-x-16 py-8">
              <span className="numbers min-w-0">
                {formatMoment(at, { locale: i18n.language, timeZone })} · {code}
              </span>
              {held ? (
                <span className="numbers">{money(discount)}</span>
              ) : (
                <StatusDot>{t("coupons.givenBack")}</StatusDot>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Row({ name, value }: { name: string; value: string | number }) {
  return (
    <div className="flex justify-between gap-16">
      <dt className="text-ink-2">{name}</dt>
      <dd className="numbers font-500">{value}</dd>
    </div>
  );
}
