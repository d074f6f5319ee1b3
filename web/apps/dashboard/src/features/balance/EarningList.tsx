import { itemsOf, type Earning, type Money, type useBalance } from "@feria/api";
import { EmptyState, formatDay, formatMoney, type TabLink } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ListPanel } from "../../frame/ListPanel";
import { useCompactRows, useTableLabels } from "../../frame/rows";
import { State } from "../../words/seller";
import type { NumberOf } from "./BalancePage";

type EarningListProps = {
  list: ReturnType<typeof useBalance>;
  views: { label: string; items: TabLink[] };
  numberOf: NumberOf;
};

/** Per order: what the buyer paid, less commission and remitted tax, is what the shop gets, and on which day. */
export function EarningList({ list, views, numberOf }: EarningListProps) {
  const { t } = useTranslation();
  const { isCompact } = useCompactRows();
  const labels = useTableLabels(t("sell.balance.view.orders"));
  const rows = itemsOf(list.data);
  const columns = useColumns(
    numberOf,
    rows.some((row) => row.remitted_tax.amount !== 0),
  );
  return (
    <ListPanel list={list} views={views}>
      <DataTable
        rows={rows}
        columns={columns}
        idOf={(row) => row.seller_order_id}
        hrefOf={(row) => `/sell/orders/${row.seller_order_id}`}
        nameOf={(row) => numberOf(row.seller_order_id) ?? row.seller_order_id}
        labels={labels}
        isCompact={isCompact}
        empty={<EmptyState title={t("sell.balance.none")} help={t("sell.balance.nothing")} />}
      />
    </ListPanel>
  );
}

/** The tax that the marketplace remits is a column only where there is some. */
function useColumns(numberOf: NumberOf, hasRemittedTax: boolean): Column<Earning>[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const day = (moment: string) => formatDay(moment, { locale: i18n.language });
    const written = (money: Money) => formatMoney(money, i18n.language);
    const less = (money: Money) => (money.amount === 0 ? "–" : written({ ...money, amount: -money.amount }));
    const amount = (id: string, cell: (row: Earning) => ReactNode): Column<Earning> => ({
      id,
      header: t(`sell.balance.column.${id}`),
      isNumeric: true,
      cell,
      phone: id === "net" ? "first" : "hidden",
    });
    const name = (row: Earning) =>
      numberOf(row.seller_order_id) ?? t("sell.balance.orderOf", { day: day(row.created_at) });
    return [
      {
        id: "order",
        header: t("sell.balance.column.order"),
        cell: (row) => <span className="numbers whitespace-nowrap">{name(row)}</span>,
      },
      {
        id: "paid",
        header: t("sell.balance.column.paid"),
        cell: (row) => day(row.created_at),
        phone: "hidden",
      },
      amount("gross", (row) => written(row.gross)),
      amount("refunded", (row) => less(row.refunded)),
      amount("promotion", (row) => (row.promotion.amount === 0 ? "–" : written(row.promotion))),
      amount("commission", (row) => less(commissionOf(row))),
      ...(hasRemittedTax ? [amount("remittedTax", (row) => less(row.remitted_tax))] : []),
      amount("net", (row) => <strong className="font-600">{written(row.net)}</strong>),
      {
        id: "status",
        header: t("sell.balance.column.status"),
        cell: (row) => <State kind="earning" state={row.status} />,
      },
      { ...amount("on", (row) => <AvailableOn row={row} />), phone: "second" },
    ];
  }, [t, i18n.language, numberOf, hasRemittedTax]);
}

/** With the tax on it. */
function commissionOf({ commission, commission_tax }: Earning): Money {
  return { ...commission, amount: commission.amount + commission_tax.amount };
}

/** The day on which it can be paid out, known once it has arrived. */
function AvailableOn({ row }: { row: Earning }) {
  const { t, i18n } = useTranslation();
  if (row.status === "reversed") return null;
  if (!row.available_on) return <span className="text-ink-2">{t("sell.balance.afterDelivery")}</span>;
  return (
    <>
      <span className="md:hidden">{t("sell.balance.availableOn")} </span>
      {formatDay(row.available_on, { locale: i18n.language })}
    </>
  );
}
