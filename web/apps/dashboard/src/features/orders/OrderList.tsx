import { itemsOf, useSellerOrders, type SellerOrderCard, type SellerOrderStatus } from "@feria/api";
import { EmptyState, LinkButton } from "@feria/ui";
import { DataTable } from "@feria/ui/table";
import { useTranslation } from "react-i18next";
import { addressOf, useFilters } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { CompactSwitch, useCompactRows, useTableLabels } from "../../frame/rows";
import { SearchField } from "../../frame/SearchField";
import { sortByDue } from "../../words/due";
import { OrderFilters, type OrderSearch } from "./OrderFilters";
import { useOrderColumns } from "./columns";

export const ORDER_VIEWS = ["accept", "ship", "shipped", "all"] as const;
export type OrderView = (typeof ORDER_VIEWS)[number];

const STATUS_OF: Record<OrderView, SellerOrderStatus | undefined> = {
  accept: "placed",
  ship: "accepted",
  shipped: "shipped",
  all: undefined,
};
const ROWS = 50;

type OrderListProps = { sellerId: string; search: OrderSearch };

/** The shop's orders, by what is to be done with them. */
export function OrderList({ sellerId, search }: OrderListProps) {
  const { t } = useTranslation();
  const view = search.view ?? "all";
  const rows = useCompactRows();
  const setFilters = useFilters();
  const labels = useTableLabels(t("sell.orders.title"));
  const columns = useOrderColumns(view);
  const { list, items } = useOrderRows(sellerId, view, search);
  const views = ORDER_VIEWS.map((one) => ({
    href: addressOf("/sell/orders", { view: one === "all" ? undefined : one }),
    label: t(`sell.orders.view.${one}`),
    isCurrent: one === view,
  }));
  return (
    <ListPanel
      list={list}
      views={{ label: t("sell.orders.views"), items: views }}
      tools={
        <>
          <SearchField
            label={t("sell.orders.search")}
            value={search.q ?? ""}
            onSearch={(q) => setFilters({ q })}
          />
          <OrderFilters view={view} search={search} />
          <div className="ms-auto">
            <CompactSwitch {...rows} />
          </div>
        </>
      }
    >
      <DataTable
        rows={items}
        columns={columns}
        idOf={(row) => row.id}
        hrefOf={(row) => `/sell/orders/${row.id}`}
        nameOf={(row) => row.number}
        labels={labels}
        isCompact={rows.isCompact}
        empty={<NoOrders view={view} isFiltered={Boolean(search.q ?? search.due ?? search.status)} />}
      />
    </ListPanel>
  );
}

/** "To ship" is two states of the API: accepted, and partly on its way. */
function useOrderRows(sellerId: string, view: OrderView, search: OrderSearch) {
  const status = STATUS_OF[view] ?? search.status;
  const q = search.q ? { q: search.q } : {};
  const main = useSellerOrders(sellerId, { ...(status ? { status } : {}), ...q, limit: ROWS });
  const partly = useSellerOrders(sellerId, { status: "partially_shipped", ...q, limit: ROWS });
  if (view !== "ship") return { list: main, items: itemsOf(main.data) };
  const both = [...itemsOf(main.data), ...itemsOf(partly.data)].sort(byDue);
  const list = {
    isPending: main.isPending || partly.isPending,
    error: main.error ?? partly.error,
    refetch: () => void Promise.all([main.refetch(), partly.refetch()]),
    hasNextPage: main.hasNextPage || partly.hasNextPage,
    isFetchingNextPage: main.isFetchingNextPage || partly.isFetchingNextPage,
    fetchNextPage: () =>
      void Promise.all([main, partly].filter((one) => one.hasNextPage).map((one) => one.fetchNextPage())),
  };
  return { list, items: search.due ? sortByDue(both, new Date())[search.due] : both };
}

function byDue(one: SellerOrderCard, other: SellerOrderCard): number {
  return (one.ship_by ?? "~") < (other.ship_by ?? "~") ? -1 : 1;
}

function NoOrders({ view, isFiltered }: { view: OrderView; isFiltered: boolean }) {
  const { t } = useTranslation();
  const kind = isFiltered ? "filtered" : view;
  return (
    <EmptyState
      title={t(`sell.orders.none.${kind}`)}
      help={t(`sell.orders.none.${kind}Help`)}
      action={
        (isFiltered || view !== "all") && (
          <LinkButton href="/sell/orders">{t("sell.orders.showAll")}</LinkButton>
        )
      }
    />
  );
}
