import { itemsOf, type CaseCard, type useCases } from "@feria/api";
import { EmptyState, formatMoment, formatMoney } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { useTableLabels } from "../../frame/rows";
import { CaseState, type Side } from "./words";

export const CASE_VIEWS = {
  seller: ["to_answer", "open", "all"],
  operator: ["to_decide", "open", "all"],
} as const;
export type CaseView = (typeof CASE_VIEWS)[Side][number];

type CaseListProps = { side: Side; path: string; view: CaseView; list: ReturnType<typeof useCases> };

/** Cases by what is to be done with them: a shop's, or the desk's. */
export function CaseList({ side, path, view, list }: CaseListProps) {
  const { t } = useTranslation();
  const labels = useTableLabels(t("claims.cases.title"));
  const columns = useColumns(side);
  const [first] = CASE_VIEWS[side];
  const views = CASE_VIEWS[side].map((one) => ({
    href: addressOf(path, { view: one === first ? undefined : one }),
    label: t(`claims.cases.view.${one}`),
    isCurrent: one === view,
  }));
  return (
    <ListPanel list={list} views={{ label: t("claims.cases.title"), items: views }}>
      <DataTable
        rows={itemsOf(list.data)}
        columns={columns}
        idOf={(row) => row.id}
        hrefOf={(row) => `${path}/${row.id}`}
        nameOf={(row) => row.number}
        labels={labels}
        empty={<EmptyState title={t(`claims.cases.none.${view}`)} help={t(`claims.cases.none.${side}`)} />}
      />
    </ListPanel>
  );
}

function useColumns(side: Side): Column<CaseCard>[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const whose: Column<CaseCard> = {
      id: "whose",
      header: t(`claims.column.whose.${side}`),
      cell: (row) => (
        <span className="line-clamp-1">
          {side === "seller" ? row.buyer_name : `${row.buyer_name} · ${row.seller.name}`}
        </span>
      ),
    };
    return [
      {
        id: "number",
        header: t("claims.column.number"),
        cell: (row) => <span className="numbers whitespace-nowrap">{row.number}</span>,
      },
      {
        id: "status",
        header: t("claims.column.status"),
        cell: (row) => <CaseState status={row.status} side={side} />,
      },
      {
        id: "reason",
        header: t("claims.column.reason"),
        cell: (row) => t(`claims.caseReason.${row.reason}`),
      },
      whose,
      {
        id: "due",
        header: t("claims.column.due"),
        isNumeric: true,
        cell: (row) =>
          row.due_at && row.refunded === null ? formatMoment(row.due_at, { locale: i18n.language }) : "–",
        phone: "hidden",
      },
      {
        id: "total",
        header: t("claims.column.total"),
        isNumeric: true,
        cell: (row) => formatMoney(row.total, i18n.language),
        phone: "first",
      },
    ];
  }, [t, i18n.language, side]);
}
