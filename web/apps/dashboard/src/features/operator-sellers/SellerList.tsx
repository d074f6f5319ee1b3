import { itemsOf, useAllSellers, type SellerSettings } from "@feria/api";
import { EmptyState, LinkButton, formatDay } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useTranslation } from "react-i18next";
import { addressOf, useFilters } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { CompactSwitch, useCompactRows, useTableLabels } from "../../frame/rows";
import { SearchField } from "../../frame/SearchField";
import { useNames } from "../../operator/names";
import { SELLER_VIEWS, SellerState, type SellerView } from "./words";

const LIST = "/operator/sellers";

function addressOfView(view: SellerView, q: string): string {
  return addressOf(LIST, { status: view === "applied" ? undefined : view, q: q || undefined });
}

/** Sellers by state; those who wait longest come first. What is searched for stays when the view changes. */
export function SellerList({ view, q }: { view: SellerView; q: string }) {
  const { t } = useTranslation();
  const list = useAllSellers({ status: view, ...(q ? { q } : {}) });
  const rows = useCompactRows();
  const filters = useFilters();
  const labels = useTableLabels(t("operator.sellers.title"));
  const columns = useColumns();
  const views = SELLER_VIEWS.map((one) => ({
    href: addressOfView(one, q),
    label: t(`operator.sellers.view.${one}`),
    isCurrent: one === view,
  }));
  return (
    <ListPanel
      list={list}
      views={{ label: t("operator.sellers.views"), items: views }}
      tools={
        <>
          <SearchField
            label={t("operator.sellers.search")}
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
        rows={itemsOf(list.data)}
        columns={columns}
        idOf={(seller) => seller.id}
        nameOf={(seller) => seller.name}
        hrefOf={(seller) => `${LIST}/${seller.id}`}
        labels={labels}
        isCompact={rows.isCompact}
        empty={q ? <NotFound view={view} q={q} /> : <NoSellers view={view} />}
      />
    </ListPanel>
  );
}

function NoSellers({ view }: { view: SellerView }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t(`operator.sellers.empty.${view}`)} help={t(`operator.sellers.emptyHelp.${view}`)} />
  );
}

/** Who is not in this view may be in another. */
function NotFound({ view, q }: { view: SellerView; q: string }) {
  const { t } = useTranslation();
  const isAll = view === "all";
  return (
    <EmptyState
      title={t("operator.sellers.nothing", { q })}
      help={t(isAll ? "operator.sellers.nothingHelp" : "operator.sellers.nothingHere")}
      action={
        <LinkButton href={addressOfView("all", isAll ? "" : q)}>
          {t(isAll ? "operator.sellers.showAll" : "operator.sellers.searchAll")}
        </LinkButton>
      }
    />
  );
}

function useColumns(): Column<SellerSettings>[] {
  const { t, i18n } = useTranslation();
  const names = useNames();
  return [
    { id: "name", header: t("operator.sellers.column.name"), cell: (seller) => seller.name },
    {
      id: "place",
      header: t("operator.sellers.column.place"),
      cell: (seller) => [seller.town, names.country(seller.country)].filter(Boolean).join(", "),
    },
    {
      id: "company",
      header: t("operator.sellers.column.company"),
      cell: (seller) => seller.company || t("operator.none"),
      phone: "hidden",
    },
    {
      id: "status",
      header: t("operator.sellers.column.status"),
      cell: (seller) => <SellerState status={seller.status} />,
      phone: "first",
    },
    {
      id: "since",
      header: t("operator.sellers.column.applied"),
      cell: (seller) => formatDay(seller.created_at, { locale: i18n.language }),
      isNumeric: true,
    },
  ];
}
