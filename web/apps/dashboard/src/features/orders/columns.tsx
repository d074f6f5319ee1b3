import type { SellerOrderCard } from "@feria/api";
import { formatDay, formatMoment, formatMoney } from "@feria/ui";
import type { Column } from "@feria/ui/table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { dueOf } from "../../words/due";
import { OrderState } from "../../words/seller";
import type { ListFilters } from "./filters";

const STILL_TO_SHIP = new Set<SellerOrderCard["status"]>(["placed", "accepted", "partially_shipped"]);

/** Columns of the list of orders; what has to leave by when is told where something may still have to. */
export function useOrderColumns({ status, due: isByDue }: ListFilters): Column<SellerOrderCard>[] {
  const { t, i18n } = useTranslation();
  const mayBeDue = Boolean(isByDue) || !status || status.some((one) => STILL_TO_SHIP.has(one));
  return useMemo(() => {
    const texts = { locale: i18n.language };
    const placed: Column<SellerOrderCard> = {
      id: "placed",
      header: t("sell.orders.column.placed"),
      isNumeric: true,
      cell: (row) => formatMoment(row.placed_at ?? row.created_at, texts),
    };
    const due: Column<SellerOrderCard> = {
      id: "due",
      header: t("sell.orders.column.due"),
      isNumeric: true,
      cell: (row) => STILL_TO_SHIP.has(row.status) && <ShipBy order={row} />,
    };
    const ordered: Column<SellerOrderCard> = { ...placed, phone: "hidden" };
    return [
      {
        id: "number",
        header: t("sell.orders.column.number"),
        cell: (row) => <span className="numbers whitespace-nowrap">{row.number}</span>,
      },
      {
        id: "status",
        header: t("sell.orders.column.status"),
        cell: (row) => <OrderState order={row} />,
      },
      {
        id: "buyer",
        header: t("sell.orders.column.buyer"),
        cell: (row) => <span className="line-clamp-1 break-all">{row.buyer_name}</span>,
      },
      {
        id: "things",
        header: t("sell.orders.column.things"),
        cell: (row) => <Things order={row} />,
        phone: "hidden",
      },
      ...(mayBeDue ? [due, ordered] : [placed]),
      {
        id: "total",
        header: t("sell.orders.column.total"),
        isNumeric: true,
        cell: (row) => formatMoney(row.total, i18n.language),
        phone: "first",
      },
    ];
  }, [t, i18n.language, mayBeDue]);
}

/** "Dip-glazed tumbler and 2 more" */
function Things({ order }: { order: SellerOrderCard }) {
  const { t } = useTranslation();
  const [first, ...rest] = order.lines;
  const title = first ? `${first.quantity > 1 ? `${first.quantity} × ` : ""}${first.title}` : "";
  return (
    <span className="line-clamp-1">
      {rest.length > 0 ? t("sell.orders.andMore", { title, count: rest.length }) : title}
    </span>
  );
}

/** Until when it has to leave; overdue and today stand out. */
export function ShipBy({ order }: { order: Pick<SellerOrderCard, "ship_by" | "status"> }) {
  const { t, i18n } = useTranslation();
  if (!order.ship_by) return <>–</>;
  const day = formatDay(order.ship_by, { locale: i18n.language });
  const due = STILL_TO_SHIP.has(order.status) ? dueOf(order, new Date()) : "later";
  if (due === "overdue")
    return <span className="font-600 text-bad">{t("sell.orders.overdue", { day })}</span>;
  const isToday = due === "today";
  return (
    <span className={isToday ? "font-600 text-warn" : undefined}>
      {/* On phones no header says what the day means. */}
      <span className="md:hidden">
        {isToday ? t("sell.orders.shipToday") : t("sell.orders.shipBy", { day })}
      </span>
      <span className="max-md:hidden">{isToday ? t("sell.orders.today") : day}</span>
    </span>
  );
}
