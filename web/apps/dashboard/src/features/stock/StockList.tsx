import { itemsOf, useInventory, type Stock } from "@feria/api";
import { Chip, EmptyState, LinkButton } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { addressOf, useFilters } from "../../frame/address";
import { focusTitle } from "../../frame/focusTitle";
import { ListPanel } from "../../frame/ListPanel";
import { CompactSwitch, useCompactRows, useTableLabels } from "../../frame/rows";
import { SearchField } from "../../frame/SearchField";
import { AdjustDialog } from "./AdjustDialog";

type StockListProps = {
  sellerId: string;
  q: string;
  isLow: boolean;
  /** The variant whose stock is being changed. */
  adjusted: string | undefined;
};

const LOW_AT = 3;

/** Stock per variant; opening a row changes it. */
export function StockList({ sellerId, q, isLow, adjusted }: StockListProps) {
  const { t } = useTranslation();
  const rows = useCompactRows();
  const filters = useFilters();
  const labels = useTableLabels(t("sell.stock.title"));
  const columns = useColumns();
  const list = useInventory(sellerId, { ...(isLow ? { low: true } : {}), ...(q ? { q } : {}), limit: 50 });
  const items = itemsOf(list.data);
  const search = { q: q || undefined, low: isLow ? "true" : undefined };
  const stock = items.find((row) => row.variant_id === adjusted);
  return (
    <>
      <ListPanel
        list={list}
        tools={
          <>
            <SearchField label={t("sell.stock.search")} value={q} onSearch={(text) => filters({ q: text })} />
            <Chip
              isSelected={isLow}
              href={addressOf("/sell/stock", { ...search, low: isLow ? undefined : "true" })}
            >
              {t("sell.stock.low")}
            </Chip>
            <div className="ms-auto">
              <CompactSwitch {...rows} />
            </div>
          </>
        }
      >
        <DataTable
          rows={items}
          columns={columns}
          idOf={(row) => row.variant_id}
          hrefOf={(row) => addressOf("/sell/stock", { ...search, adjust: row.variant_id })}
          nameOf={(row) => `${row.product_title} ${row.variant_title}`}
          labels={labels}
          isCompact={rows.isCompact}
          empty={<NoStock isFiltered={isLow || q !== ""} />}
        />
      </ListPanel>
      {stock && (
        <AdjustDialog
          key={stock.variant_id}
          sellerId={sellerId}
          stock={stock}
          onReload={() => void list.refetch()}
          onClose={() => filters({ adjust: undefined })}
          // Among those low in stock the row may be gone.
          onSaved={() => isLow && focusTitle()}
        />
      )}
    </>
  );
}

function useColumns(): Column<Stock>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: "title",
        header: t("sell.stock.column.variant"),
        cell: (row) => [row.product_title, row.variant_title].filter(Boolean).join(" · "),
      },
      {
        id: "sku",
        header: t("sell.stock.column.sku"),
        cell: (row) => <span className="numbers">{row.sku}</span>,
      },
      {
        id: "on_hand",
        header: t("sell.stock.column.onHand"),
        isNumeric: true,
        cell: (row) => row.on_hand,
        phone: "hidden",
      },
      {
        id: "reserved",
        header: t("sell.stock.column.reserved"),
        isNumeric: true,
        cell: (row) => row.reserved,
        phone: "hidden",
      },
      {
        id: "available",
        header: t("sell.stock.column.available"),
        isNumeric: true,
        cell: (row) => <Available row={row} />,
        phone: "first",
      },
    ],
    [t],
  );
}

function Available({ row }: { row: Stock }) {
  const { t } = useTranslation();
  if (row.available === null) return <span className="text-ink-2">{t("sell.stock.always")}</span>;
  const isLow = row.stock_policy === "tracked" && row.available <= LOW_AT;
  return (
    <span className={isLow ? "font-600 text-warn" : "font-500"}>
      {row.available}
      <span className="md:hidden"> {t("sell.stock.left")}</span>
    </span>
  );
}

function NoStock({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  return isFiltered ? (
    <EmptyState
      title={t("sell.stock.none.filtered")}
      help={t("sell.stock.none.filteredHelp")}
      action={<LinkButton href="/sell/stock">{t("sell.stock.showAll")}</LinkButton>}
    />
  ) : (
    <EmptyState
      title={t("sell.stock.none.title")}
      help={t("sell.stock.none.help")}
      action={<LinkButton href="/sell/products/new">{t("sell.products.add")}</LinkButton>}
    />
  );
}
