import { itemsOf, useCommissionInvoices, useSellerDocuments, type SellerDocument } from "@feria/api";
import { EmptyState, Field, TextInput, formatDay, formatMoney } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { addressOf, useFilters } from "../../frame/address";
import { DocumentButton } from "../../frame/DocumentButton";
import { ListPanel } from "../../frame/ListPanel";
import { useCompactRows, useTableLabels } from "../../frame/rows";

export const DOCUMENT_KINDS = [
  "invoice",
  "credit_note",
  "commission_invoice",
  "commission_credit_note",
] as const satisfies SellerDocument["kind"][];

export type DocumentSearch = {
  kind?: SellerDocument["kind"] | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

const ROWS = 50;

/** A shop's documents, by kind and day. */
export function SellerDocuments({ sellerId, search }: { sellerId: string; search: DocumentSearch }) {
  const { t } = useTranslation();
  const list = useSellerDocuments(sellerId, { ...given(search), limit: ROWS });
  const views = {
    label: t("sell.documents.views"),
    items: [undefined, ...DOCUMENT_KINDS].map((kind) => ({
      href: addressOf("/sell/documents", { kind, from: search.from, to: search.to }),
      label: t(`sell.documents.view.${kind ?? "all"}`),
      isCurrent: kind === search.kind,
    })),
  };
  return <List list={list} views={views} search={search} />;
}

/** What the marketplace has billed, by day. */
export function CommissionInvoices({ search }: { search: DocumentSearch }) {
  const list = useCommissionInvoices({ ...given(search), limit: ROWS });
  return <List list={list} search={search} isOfMarketplace />;
}

type ListProps = {
  list: ReturnType<typeof useSellerDocuments>;
  views?: { label: string; items: { href: string; label: string; isCurrent: boolean }[] };
  search: DocumentSearch;
  isOfMarketplace?: boolean;
};

function List({ list, views, search, isOfMarketplace = false }: ListProps) {
  const { t } = useTranslation();
  const { isCompact } = useCompactRows();
  const labels = useTableLabels(t("sell.documents.title"));
  const columns = useColumns(isOfMarketplace);
  const isFiltered = Boolean(search.kind ?? search.from ?? search.to);
  const kind = isFiltered ? "filtered" : isOfMarketplace ? "operator" : "all";
  return (
    <ListPanel list={list} {...(views ? { views } : {})} tools={<Days search={search} />}>
      <DataTable
        rows={itemsOf(list.data)}
        columns={columns}
        idOf={(row) => row.id}
        hrefOf={isOfMarketplace ? sellerOf : subjectPage}
        nameOf={(row) => row.number}
        labels={labels}
        isCompact={isCompact}
        empty={
          <EmptyState title={t(`sell.documents.none.${kind}`)} help={t(`sell.documents.none.${kind}Help`)} />
        }
      />
    </ListPanel>
  );
}

function Days({ search }: { search: DocumentSearch }) {
  const { t } = useTranslation();
  const setFilters = useFilters();
  return (
    <div className="grid grid-cols-2 gap-8 max-sm:w-full">
      {(["from", "to"] as const).map((name) => (
        <Field key={name} name={name} label={t(`sell.documents.${name}`)}>
          <TextInput
            type="date"
            defaultValue={search[name] ?? ""}
            onChange={(event) => setFilters({ [name]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  );
}

function given({ kind, from, to }: DocumentSearch) {
  return { ...(kind ? { kind } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function useColumns(isOfMarketplace: boolean): Column<SellerDocument>[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const header = (id: string) => t(`sell.documents.column.${id}`);
    const amount = (id: "tax" | "total", phone: "first" | "hidden"): Column<SellerDocument> => ({
      id,
      header: header(id),
      isNumeric: true,
      cell: (row) => formatMoney(row[id], i18n.language),
      phone,
    });
    const seller: Column<SellerDocument> = {
      id: "seller",
      header: header("seller"),
      cell: (row) => row.seller_name,
    };
    return [
      {
        id: "number",
        header: header("number"),
        cell: (row) => (
          <span className="numbers whitespace-nowrap">
            {t(`sell.documents.kind.${row.kind}`)} {row.number}
          </span>
        ),
      },
      ...(isOfMarketplace ? [seller] : []),
      {
        id: "of",
        header: header(isOfMarketplace ? "month" : "of"),
        cell: (row) => <span className="numbers whitespace-nowrap">{subjectOf(row, i18n.language)}</span>,
        phone: "second",
      },
      {
        id: "issued",
        header: header("issued"),
        cell: (row) => formatDay(row.issued_at, { locale: i18n.language }),
        phone: "hidden",
      },
      amount("tax", "hidden"),
      amount("total", "first"),
      {
        id: "file",
        header: header("file"),
        isNumeric: true,
        cell: (row) => <DocumentButton document={row} />,
        phone: "end",
      },
    ];
  }, [t, i18n.language, isOfMarketplace]);
}

/** Where there is more about it: the order, or the balance that commission was kept from. */
function subjectPage(row: SellerDocument): string {
  return row.seller_order_id ? `/sell/orders/${row.seller_order_id}` : "/sell/balance";
}

function sellerOf(row: SellerDocument): string {
  return `/operator/sellers/${row.seller_id}`;
}

/** The order that it is about, or the month. */
function subjectOf(row: SellerDocument, locale: string): string {
  if (!row.period_start) return row.order_number ?? "–";
  const named = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  return named.format(new Date(row.period_start));
}
