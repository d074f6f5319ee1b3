import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OrderFilters } from "../../features/operator-orders/OrderFilters";
import { OrderList } from "../../features/operator-orders/OrderList";
import { filtersOf } from "../../features/operator-orders/filters";
import { PageBody, PageHead } from "../../frame/PageHead";
import { CompactSwitch, useCompactRows } from "../../frame/rows";

/** All orders of the marketplace. */
export function OperatorOrders() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rows = useCompactRows();
  const filters = filtersOf(useSearch({ strict: false }));
  // Filters are no steps of their own: back leaves the list.
  const go = (search: object) =>
    void navigate({ to: "/operator/orders", search: search as never, replace: true, resetScroll: false });
  return (
    <PageBody>
      <PageHead title={t("operator.orders.title")} actions={<CompactSwitch {...rows} />} />
      <OrderFilters filters={filters} onChange={(changed) => go({ ...filters, ...changed })} />
      <OrderList filters={filters} isCompact={rows.isCompact} onClear={() => go({})} />
    </PageBody>
  );
}
