import { itemsOf, useOrderViews, useSellerOrders } from "@feria/api";
import { EmptyState, LinkButton } from "@feria/ui";
import { DataTable } from "@feria/ui/table";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf, type Filters } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { CompactSwitch, useCompactRows, useTableLabels } from "../../frame/rows";
import { BulkOrders, BulkReport } from "./BulkOrders";
import { useBulkOrders } from "./bulk";
import { useOrderColumns } from "./columns";
import {
  BUILT_IN,
  filtersOf,
  isBuiltIn,
  isNarrowed,
  isSame,
  queryOf,
  searchOf,
  viewOf,
  type ListFilters,
  type OrderSearch,
} from "./filters";
import { OrderFilters, StateChips } from "./OrderFilters";
import { ViewTools } from "./ViewTools";

const HERE = "/sell/orders";
const ROWS = 50;

type OrderListProps = { sellerId: string; search: OrderSearch };

/** The shop's orders: by views and filters, with what can be done to many of them. */
export function OrderList({ sellerId, search }: OrderListProps) {
  const { t } = useTranslation();
  const shown = useShown(sellerId, search);
  const [ticked, setTicked] = useState<string[]>([]);
  const rows = useCompactRows();
  const labels = useTableLabels(t("sell.orders.title"));
  const columns = useOrderColumns(shown.filters);
  const list = useSellerOrders(sellerId, { ...queryOf(shown.filters), limit: ROWS });
  const items = itemsOf(list.data);
  const bulk = useBulkOrders(sellerId, setTicked);
  const selected = ticked.filter((id) => items.some((row) => row.id === id));
  return (
    <div className="flex flex-col gap-16">
      <BulkReport bulk={bulk} />
      <ListPanel
        list={list}
        views={{ label: t("sell.orders.views"), items: shown.tabs }}
        tools={
          <>
            <OrderFilters filters={shown.filters} onChange={shown.change} />
            <div className="flex min-w-0 basis-full items-start gap-8">
              <StateChips filters={shown.filters} onChange={shown.change} />
              <CompactSwitch {...rows} />
            </div>
            <ViewTools sellerId={sellerId} shown={shown} />
          </>
        }
      >
        <DataTable
          rows={items}
          columns={columns}
          idOf={(row) => row.id}
          hrefOf={(row) => `${HERE}/${row.id}`}
          nameOf={(row) => row.number}
          labels={labels}
          selected={selected}
          onSelect={setTicked}
          bulkActions={(ids) => <BulkOrders rows={items.filter((row) => ids.includes(row.id))} bulk={bulk} />}
          isCompact={rows.isCompact}
          empty={<NoOrders view={shown.isChanged ? "" : shown.view} isFiltered={isNarrowed(shown.filters)} />}
        />
      </ListPanel>
    </div>
  );
}

/** The view and the filters that the address means, and how to change them. */
function useShown(sellerId: string, search: OrderSearch) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const kept = useOrderViews(sellerId).data?.items ?? [];
  const view = viewOf(search, kept);
  const filters = filtersOf(search, view);
  // From wherever one is by then: a filter that is set late leads nobody back to the list, and undoes no other.
  const go = (search: Filters | ((before: OrderSearch) => Filters), replace: boolean) =>
    void navigate({ to: ".", search, replace, resetScroll: false } as never);
  const changed = (change: ListFilters) => (before: OrderSearch) => {
    const from = viewOf(before, kept);
    return searchOf({ ...filtersOf(before, from), ...change }, from.key);
  };
  const tab = (key: string, label: string) => ({
    href: addressOf(HERE, searchOf(viewOf({ view: key }, kept).filters, key)),
    label,
    isCurrent: key === view.key,
  });
  return {
    view: view.key,
    own: kept.find((one) => one.id === view.key) ?? null,
    filters,
    isChanged: !isSame(filters, view.filters),
    change: (change: ListFilters) => go(changed(change), true),
    show: (key: string, next: ListFilters) => go(searchOf(next, key), false),
    tabs: [
      ...BUILT_IN.map((key) => tab(key, t(`sell.orders.view.${key}`))),
      ...kept.map((one) => tab(one.id, one.name)),
    ],
  };
}

export type Shown = ReturnType<typeof useShown>;

function NoOrders({ view, isFiltered }: { view: string; isFiltered: boolean }) {
  const { t } = useTranslation();
  const kind = isBuiltIn(view) ? view : isFiltered ? "filtered" : "all";
  return (
    <EmptyState
      title={t(`sell.orders.none.${kind}`)}
      help={t(`sell.orders.none.${kind}Help`)}
      action={kind !== "all" && <LinkButton href={HERE}>{t("sell.orders.showAll")}</LinkButton>}
    />
  );
}
