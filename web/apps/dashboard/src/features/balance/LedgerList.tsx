import { itemsOf, useLedger, type LedgerEntry } from "@feria/api";
import { EmptyState, formatMoment, formatMoney, type TabLink } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ListPanel } from "../../frame/ListPanel";
import { useCompactRows, useTableLabels } from "../../frame/rows";
import type { NumberOf } from "./BalancePage";

type LedgerListProps = {
  sellerId: string;
  views: { label: string; items: TabLink[] };
  numberOf: NumberOf;
};

const HERE = "/sell/balance?view=ledger";
type Row = LedgerEntry & { place: number };

/** Every movement of the shop's money, to the cent. */
export function LedgerList({ sellerId, views, numberOf }: LedgerListProps) {
  const { t } = useTranslation();
  const { isCompact } = useCompactRows();
  const list = useLedger(sellerId);
  const labels = useTableLabels(t("sell.balance.view.ledger"));
  const columns = useColumns(numberOf);
  const rows = itemsOf(list.data).map((entry, place): Row => ({ ...entry, place }));
  return (
    <ListPanel list={list} views={views}>
      <DataTable
        rows={rows}
        columns={columns}
        idOf={(row) => String(row.place)}
        hrefOf={(row) => (row.seller_order_id ? `/sell/orders/${row.seller_order_id}` : HERE)}
        nameOf={(row) => row.at}
        labels={labels}
        isCompact={isCompact}
        empty={<EmptyState title={t("sell.balance.none")} help={t("sell.balance.nothing")} />}
      />
    </ListPanel>
  );
}

function useColumns(numberOf: NumberOf): Column<Row>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      {
        id: "at",
        header: t("sell.ledger.column.at"),
        cell: (row) => <span className="numbers">{formatMoment(row.at, { locale: i18n.language })}</span>,
      },
      {
        id: "transfer",
        header: t("sell.ledger.column.transfer"),
        cell: (row) => t(`sell.ledger.transfer.${row.transfer}`, { defaultValue: row.transfer }),
      },
      {
        id: "order",
        header: t("sell.ledger.column.order"),
        cell: (row) => (row.seller_order_id ? (numberOf(row.seller_order_id) ?? "–") : "–"),
      },
      {
        id: "account",
        header: t("sell.ledger.column.account"),
        cell: (row) => t(`sell.ledger.account.${row.account}`, { defaultValue: row.account }),
      },
      {
        id: "amount",
        header: t("sell.ledger.column.amount"),
        isNumeric: true,
        cell: (row) => formatMoney(row.amount, i18n.language),
        phone: "first",
      },
    ],
    [t, i18n.language, numberOf],
  );
}
