import { useCouponUses, useExportCouponUses, type CouponOwner, type CouponUse, type Money } from "@feria/api";
import { Button, Panel, StatusDot, TextLink, formatMoment, formatMoney, showToast } from "@feria/ui";
import { DownloadSimpleIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { Problem, useProblemText } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";
import { WaitingRows } from "../../frame/Waiting";

type UsesPanelProps = { couponId: string; owner: CouponOwner; timeZone: string };

/** How the coupon is used: orders, what it took off by currency, and the newest uses with their orders. */
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
        <>
          <ul aria-label={t("coupons.newest")} className="mt-16 divide-y divide-line border-y border-line">
            {data.items.map((use) => (
              <Use key={`${use.at} ${use.number}`} use={use} timeZone={timeZone} />
            ))}
          </ul>
          <ExportUses couponId={couponId} />
        </>
      )}
    </Panel>
  );
}

/** The order as the coupon's owner knows it, when, by which code, what it took off and who pays for that. */
function Use({ use, timeZone }: { use: CouponUse; timeZone: string }) {
  const { t, i18n } = useTranslation();
  const money = (one: Money) => formatMoney(one, i18n.language);
  const { number, seller_order_id: part, discount, promotion, by_sellers: bySellers } = use;
  const href = part ? `/sell/orders/${part}` : `/operator/orders/${number}`;
  const isShared = promotion.amount > 0 && bySellers.amount > 0;
  return (
    <li className="numbers py-8">
      <div className="flex justify-between gap-16">
        <TextLink href={href}>{number}</TextLink>
        {use.held ? <span>{money(discount)}</span> : <StatusDot>{t("coupons.givenBack")}</StatusDot>}
      </div>
      <p className="flex flex-wrap justify-between gap-x-16 type-small text-ink-2">
        <span>
          {formatMoment(use.at, { locale: i18n.language, timeZone })} · {use.code}
        </span>
        {use.held && isShared && (
          <span>{t("coupons.shared", { marketplace: money(promotion), sellers: money(bySellers) })}</span>
        )}
      </p>
    </li>
  );
}

function ExportUses({ couponId }: { couponId: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const exporting = useExportCouponUses();
  const run = () =>
    exporting.mutate(couponId, {
      onSuccess: (file) => saveFile(file, "coupon-uses.csv"),
      onError: (fault) => showToast({ text: problemText(fault) }),
    });
  return (
    <div className="pt-16">
      <Button
        isBusy={exporting.isPending}
        onClick={run}
        icon={<DownloadSimpleIcon aria-hidden className="size-20" />}
      >
        {t("coupons.exportUses")}
      </Button>
    </div>
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
