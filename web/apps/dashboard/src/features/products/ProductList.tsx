import { itemsOf, useSellerProducts, type ProductRow, type ProductStatus } from "@feria/api";
import { EmptyState, LinkButton, formatDay, formatMoney } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf, useFilters } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { CompactSwitch, useCompactRows, useTableLabels } from "../../frame/rows";
import { SearchField } from "../../frame/SearchField";
import { Thumb } from "../../frame/Thumb";
import { State } from "../../words/seller";
import { BulkActions, BulkReport } from "./BulkActions";
import { useBulk } from "./bulk";

const VIEWS = ["all", "published", "draft", "in_review", "archived"] as const;
export type ProductView = (typeof VIEWS)[number];

type ProductListProps = { sellerId: string; view: ProductView; q: string };

/** The shop's products by state. */
export function ProductList({ sellerId, view, q }: ProductListProps) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState<string[]>([]);
  const rows = useCompactRows();
  const filters = useFilters();
  const labels = useTableLabels(t("sell.products.title"));
  const columns = useColumns();
  const status: ProductStatus | undefined = view === "all" ? undefined : view;
  const list = useSellerProducts(sellerId, { ...(status ? { status } : {}), ...(q ? { q } : {}), limit: 50 });
  const items = itemsOf(list.data);
  const bulk = useBulk(sellerId, (left) => setSelected(left));
  const views = VIEWS.map((one) => ({
    href: addressOf("/sell/products", { view: one === "all" ? undefined : one, q: q || undefined }),
    label: t(`sell.products.view.${one}`),
    isCurrent: one === view,
  }));
  return (
    <div className="flex flex-col gap-16">
      <BulkReport bulk={bulk} titleOf={(id) => items.find((row) => row.id === id)?.title ?? ""} />
      <ListPanel
        list={list}
        views={{ label: t("sell.products.views"), items: views }}
        tools={
          <>
            <SearchField
              label={t("sell.products.search")}
              value={q}
              onSearch={(text) => filters({ q: text })}
            />
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
          hrefOf={(row) => `/sell/products/${row.id}`}
          nameOf={(row) => row.title}
          labels={labels}
          selected={selected}
          onSelect={setSelected}
          bulkActions={(ids) => <BulkActions ids={ids} rows={items} bulk={bulk} />}
          isCompact={rows.isCompact}
          empty={<NoProducts isFiltered={Boolean(q) || view !== "all"} />}
        />
      </ListPanel>
    </div>
  );
}

function useColumns(): Column<ProductRow>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      { id: "title", header: t("sell.products.column.title"), cell: (row) => <Title row={row} /> },
      {
        id: "status",
        header: t("sell.products.column.status"),
        cell: (row) => <State kind="product" state={row.status} />,
      },
      {
        id: "available",
        header: t("sell.products.column.available"),
        isNumeric: true,
        cell: (row) => <Available row={row} />,
      },
      {
        id: "variants",
        header: t("sell.products.column.variants"),
        isNumeric: true,
        cell: (row) => row.variant_count,
        phone: "hidden",
      },
      {
        id: "price",
        header: t("sell.products.column.price"),
        isNumeric: true,
        cell: (row) => (row.price ? formatMoney(row.price, i18n.language) : "–"),
        phone: "first",
      },
      {
        id: "updated",
        header: t("sell.products.column.updated"),
        isNumeric: true,
        cell: (row) => formatDay(row.updated_at, { locale: i18n.language }),
        phone: "hidden",
      },
    ],
    [t, i18n.language],
  );
}

/** What is left to sell, of all variants together. */
function Available({ row }: { row: ProductRow }) {
  const { t } = useTranslation();
  if (row.available === null) return <>{t("sell.products.always")}</>;
  if (row.available <= 0) return <span className="font-600 text-warn">{t("sell.products.soldOut")}</span>;
  return (
    <>
      {row.available}
      <span className="md:hidden"> {t("sell.stock.left")}</span>
    </>
  );
}

function Title({ row }: { row: ProductRow }) {
  return (
    <span className="inline-flex max-w-full items-center gap-12 align-middle">
      <Thumb url={row.image} />
      <span className="line-clamp-2 min-w-0 md:line-clamp-1">{row.title}</span>
    </span>
  );
}

function NoProducts({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  return isFiltered ? (
    <EmptyState
      title={t("sell.products.none.filtered")}
      help={t("sell.products.none.filteredHelp")}
      action={<LinkButton href="/sell/products">{t("sell.products.showAll")}</LinkButton>}
    />
  ) : (
    <EmptyState
      title={t("sell.products.none.title")}
      help={t("sell.products.none.help")}
      action={
        <LinkButton variant="primary" href="/sell/products/new">
          {t("sell.products.add")}
        </LinkButton>
      }
    />
  );
}
