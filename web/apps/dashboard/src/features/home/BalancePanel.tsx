import { useBalance } from "@feria/api";
import { Panel, Skeleton, TextLink, formatMoney } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";

/** What the shop has earned, in short. */
export function BalancePanel({ sellerId }: { sellerId: string }) {
  const { t, i18n } = useTranslation();
  const balance = useBalance(sellerId);
  if (balance.isError) return <Problem fault={balance.error} onRetry={() => void balance.refetch()} />;
  const sums = balance.data?.pages[0]?.balances;
  return (
    <Panel
      title={t("sell.balance.title")}
      actions={
        <TextLink href="/sell/balance" className="inline-flex items-center pointer-coarse:min-h-44">
          {t("sell.balance.details")}
        </TextLink>
      }
    >
      {sums === undefined && <Skeleton className="h-96 w-full" />}
      {sums?.length === 0 && <p className="text-ink-2">{t("sell.balance.nothing")}</p>}
      <div className="flex flex-col gap-16">
        {sums?.map((sum) => (
          <dl key={sum.currency} className="flex flex-col gap-12">
            <div>
              <dt className="text-ink-2">{t("sell.balance.available")}</dt>
              <dd className="type-price-large">{formatMoney(sum.available, i18n.language)}</dd>
            </div>
            <div>
              <dt className="text-ink-2">{t("sell.balance.pending")}</dt>
              <dd className="type-price">{formatMoney(sum.pending, i18n.language)}</dd>
            </div>
          </dl>
        ))}
      </div>
    </Panel>
  );
}
