import type { SellerOrderStatus } from "@feria/api";
import { Chip, Select } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { addressOf, useFilters } from "../../frame/address";
import { DUES, type Due } from "../../words/due";
import { stateKey } from "../../words/seller";
import type { OrderView } from "./OrderList";

export type OrderSearch = {
  view?: OrderView | undefined;
  q?: string | undefined;
  due?: Due | undefined;
  status?: SellerOrderStatus | undefined;
};

/** States worth looking for among all orders. */
export const FILTER_STATUSES: SellerOrderStatus[] = [
  "placed",
  "accepted",
  "partially_shipped",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
  "awaiting_payment",
];

/** Chips by due date while shipping; a choice of states among all orders. */
export function OrderFilters({ view, search }: { view: OrderView; search: OrderSearch }) {
  const { t } = useTranslation();
  const setFilters = useFilters();
  if (view === "ship") {
    return DUES.map((due) => (
      <Chip
        key={due}
        isSelected={search.due === due}
        href={addressOf("/sell/orders", { view, q: search.q, due: search.due === due ? undefined : due })}
      >
        {t(`sell.orders.due.${due}`)}
      </Chip>
    ));
  }
  if (view !== "all") return null;
  return (
    <div className="basis-160">
      <Select
        aria-label={t("sell.orders.byStatus")}
        value={search.status ?? ""}
        onChange={(event) => setFilters({ status: event.target.value })}
        options={[
          { value: "", label: t("sell.orders.anyStatus") },
          ...FILTER_STATUSES.map((status) => ({ value: status, label: t(stateKey("order", status)) })),
        ]}
      />
    </div>
  );
}
