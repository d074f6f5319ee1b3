import { itemsOf, useReturnsOfSeller, type ReturnCard } from "@feria/api";
import { EmptyState, formatMoment, formatMoney } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { useTableLabels } from "../../frame/rows";
import { ReturnState } from "./words";

export const RETURN_VIEWS = ["to_answer", "on_the_way", "to_refund", "all"] as const;
export type ReturnView = (typeof RETURN_VIEWS)[number];
const LIST = "/sell/returns";

/** The shop's returns, by what is to be done with them. */
export function ReturnList({ sellerId, view }: { sellerId: string; view: ReturnView }) {
  const { t } = useTranslation();
  const list = useReturnsOfSeller(sellerId, view === "all" ? {} : { task: view });
  const labels = useTableLabels(t("claims.returns.title"));
  const columns = useColumns();
  const views = RETURN_VIEWS.map((one) => ({
    href: addressOf(LIST, { view: one === "to_answer" ? undefined : one }),
    label: t(`claims.returns.view.${one}`),
    isCurrent: one === view,
  }));
  return (
    <ListPanel list={list} views={{ label: t("claims.returns.title"), items: views }}>
      <DataTable
        rows={itemsOf(list.data)}
        columns={columns}
        idOf={(row) => row.id}
        hrefOf={(row) => `${LIST}/${row.id}`}
        nameOf={(row) => row.number}
        labels={labels}
        empty={<EmptyState title={t(`claims.returns.none.${view}`)} help={t("claims.returns.none.help")} />}
      />
    </ListPanel>
  );
}

function useColumns(): Column<ReturnCard>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      {
        id: "number",
        header: t("claims.column.number"),
        cell: (row) => <span className="numbers whitespace-nowrap">{row.number}</span>,
      },
      {
        id: "status",
        header: t("claims.column.status"),
        cell: (row) => <ReturnState status={row.status} side="seller" />,
      },
      {
        id: "thing",
        header: t("claims.column.thing"),
        cell: (row) => (
          <span className="line-clamp-1">{row.units > 1 ? `${row.units} × ${row.title}` : row.title}</span>
        ),
      },
      {
        id: "reason",
        header: t("claims.column.reason"),
        cell: (row) => t(`claims.reason.${row.reason}`),
        phone: "hidden",
      },
      {
        id: "due",
        header: t("claims.column.due"),
        isNumeric: true,
        cell: (row) =>
          row.status === "requested" && row.due_at
            ? formatMoment(row.due_at, { locale: i18n.language })
            : "–",
        phone: "hidden",
      },
      {
        id: "refunded",
        header: t("claims.column.refunded"),
        isNumeric: true,
        cell: (row) => (row.refunded ? formatMoney(row.refunded, i18n.language) : ""),
        phone: "first",
      },
    ],
    [t, i18n.language],
  );
}
