import { itemsOf, useBalance, useSellerOrders, type BalancePage as Page } from "@feria/api";
import { Panel, Skeleton, formatMoney } from "@feria/ui";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { PageHead } from "../../frame/PageHead";
import { EarningList } from "./EarningList";
import { LedgerList } from "./LedgerList";

export const BALANCE_VIEWS = ["orders", "ledger"] as const;
export type BalanceView = (typeof BALANCE_VIEWS)[number];

const NUMBERS_AT_ONCE = 100;

/** What the shop earns, and when. */
export function BalancePage({ sellerId, view }: { sellerId: string; view: BalanceView }) {
  const { t } = useTranslation();
  const balance = useBalance(sellerId);
  const numberOf = useNumbers(sellerId);
  const views = {
    label: t("sell.balance.views"),
    items: BALANCE_VIEWS.map((one) => ({
      href: addressOf("/sell/balance", { view: one === "orders" ? undefined : one }),
      label: t(`sell.balance.view.${one}`),
      isCurrent: one === view,
    })),
  };
  return (
    <>
      <PageHead title={t("sell.balance.title")} summary={t("sell.balance.summary")} />
      <div className="flex flex-col gap-20">
        <Sums sums={balance.data?.pages[0]?.balances} />
        {view === "orders" ? (
          <EarningList list={balance} views={views} numberOf={numberOf} />
        ) : (
          <LedgerList sellerId={sellerId} views={views} numberOf={numberOf} />
        )}
      </div>
    </>
  );
}

function Sums({ sums }: { sums: Page["balances"] | undefined }) {
  const { t, i18n } = useTranslation();
  if (!sums) return <Skeleton className="h-128 w-full" />;
  if (sums.length === 0) {
    return (
      <Panel>
        <p className="text-ink-2">{t("sell.balance.nothing")}</p>
      </Panel>
    );
  }
  return sums.map((sum) => (
    <div key={sum.currency} className="grid gap-20 sm:grid-cols-2">
      <Panel>
        <h2 className="type-label">{t("sell.balance.available")}</h2>
        <p className="type-price-large">{formatMoney(sum.available, i18n.language)}</p>
        <p className="type-small text-ink-2">{t("sell.balance.availableHelp")}</p>
      </Panel>
      <Panel>
        <h2 className="type-label">{t("sell.balance.pending")}</h2>
        <p className="type-price-large">{formatMoney(sum.pending, i18n.language)}</p>
        <p className="type-small text-ink-2">{t("sell.balance.pendingHelp")}</p>
      </Panel>
    </div>
  ));
}

export type NumberOf = (sellerOrderId: string) => string | undefined;

/** Earnings name orders by id; people know them by number. */
function useNumbers(sellerId: string): NumberOf {
  const orders = useSellerOrders(sellerId, { limit: NUMBERS_AT_ONCE });
  const known = useMemo(
    () => new Map(itemsOf(orders.data).map((order) => [order.id, order.number])),
    [orders.data],
  );
  return (id) => known.get(id);
}
