import { itemsOf, useAllOrders, type OperatorOrderFilters, type OrderCard } from "@feria/api";
import { Button, EmptyState, Panel, formatMoment, formatMoney } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useTranslation } from "react-i18next";
import { MoreRows } from "../../frame/MoreRows";
import { Problem } from "../../frame/Problem";
import { useTableLabels } from "../../frame/rows";
import { WaitingRows } from "../../frame/Waiting";
import { OrderState, PaymentWord } from "./words";

type OrderListProps = { filters: OperatorOrderFilters; isCompact: boolean; onClear: () => void };

/** All orders of the marketplace, newest first. */
export function OrderList({ filters, isCompact, onClear }: OrderListProps) {
  const { t } = useTranslation();
  const list = useAllOrders(filters);
  const labels = useTableLabels(t("operator.orders.title"));
  const columns = useColumns();
  if (list.isError) return <Problem fault={list.error} onRetry={() => void list.refetch()} />;
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <Panel flush>
      {list.isPending ? (
        <WaitingRows />
      ) : (
        <DataTable
          rows={itemsOf(list.data)}
          columns={columns}
          idOf={(order) => order.id}
          nameOf={(order) => order.number}
          hrefOf={(order) => `/operator/orders/${order.number}`}
          labels={labels}
          isCompact={isCompact}
          empty={
            <EmptyState
              title={t(isFiltered ? "operator.orders.nothing" : "operator.orders.none")}
              help={t(isFiltered ? "operator.orders.nothingHelp" : "operator.orders.noneHelp")}
              action={isFiltered && <Button onClick={onClear}>{t("operator.orders.clear")}</Button>}
            />
          }
        />
      )}
      <MoreRows list={list} />
    </Panel>
  );
}

function useColumns(): Column<OrderCard>[] {
  const { t, i18n } = useTranslation();
  const texts = { locale: i18n.language };
  return [
    {
      id: "number",
      header: t("operator.orders.column.number"),
      cell: (order) => <span className="numbers">{order.number}</span>,
    },
    {
      id: "placed",
      header: t("operator.orders.column.placed"),
      cell: (order) => (
        <span className="numbers whitespace-nowrap">
          {formatMoment(order.placed_at ?? order.created_at, texts)}
        </span>
      ),
      phone: "hidden",
    },
    {
      id: "status",
      header: t("operator.orders.column.status"),
      cell: (order) => (
        <span className="flex flex-wrap items-center gap-8">
          <OrderState status={order.status} />
          {order.seller_orders.some((part) => part.late) && (
            <span className="font-600 text-bad">{t("operator.orders.lateMark")}</span>
          )}
        </span>
      ),
    },
    {
      id: "buyer",
      header: t("operator.orders.column.buyer"),
      cell: (order) => order.seller_orders[0]?.buyer_name ?? t("operator.none"),
    },
    {
      id: "sellers",
      header: t("operator.orders.column.sellers"),
      cell: ({ seller_orders: [first, ...others] }) =>
        others.length > 0
          ? t("operator.orders.sellersMore", { name: first?.seller.name, count: others.length })
          : first?.seller.name,
      phone: "hidden",
    },
    {
      id: "payment",
      header: t("operator.orders.column.payment"),
      cell: (order) => <PaymentWord status={order.payment_status} />,
      phone: "hidden",
    },
    {
      id: "total",
      header: t("operator.orders.column.total"),
      cell: (order) => formatMoney(order.total, i18n.language),
      isNumeric: true,
      phone: "first",
    },
  ];
}
