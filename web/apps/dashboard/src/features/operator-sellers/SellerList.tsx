import { itemsOf, useAllSellers, type SellerSettings } from "@feria/api";
import { EmptyState, Panel, TabLinks, formatDay } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useTranslation } from "react-i18next";
import { MoreRows } from "../../frame/MoreRows";
import { Problem } from "../../frame/Problem";
import { useTableLabels } from "../../frame/rows";
import { WaitingRows } from "../../frame/Waiting";
import { useNames } from "../../operator/names";
import { SELLER_VIEWS, SellerState, type SellerView } from "./words";

const LIST = "/operator/sellers";

export function addressOfView(view: SellerView): string {
  return view === "applied" ? LIST : `${LIST}?status=${view}`;
}

/** The views of the list as tabs. */
export function SellerViews({ view }: { view: SellerView }) {
  const { t } = useTranslation();
  const items = SELLER_VIEWS.map((one) => ({
    href: addressOfView(one),
    label: t(`operator.sellers.view.${one}`),
    isCurrent: one === view,
  }));
  return <TabLinks label={t("operator.sellers.views")} items={items} />;
}

/** Sellers in a state; those who wait longest come first. */
export function SellerList({ view, isCompact }: { view: SellerView; isCompact: boolean }) {
  const { t } = useTranslation();
  const list = useAllSellers({ status: view });
  const labels = useTableLabels(t("operator.sellers.title"));
  const columns = useColumns();
  if (list.isError) return <Problem fault={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Panel flush>
      {list.isPending ? (
        <WaitingRows />
      ) : (
        <DataTable
          rows={itemsOf(list.data)}
          columns={columns}
          idOf={(seller) => seller.id}
          nameOf={(seller) => seller.name}
          hrefOf={(seller) => `${LIST}/${seller.id}`}
          labels={labels}
          isCompact={isCompact}
          empty={
            <EmptyState
              title={t(`operator.sellers.empty.${view}`)}
              help={t(`operator.sellers.emptyHelp.${view}`)}
            />
          }
        />
      )}
      <MoreRows list={list} />
    </Panel>
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
