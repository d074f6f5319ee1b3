import type { ReactNode } from "react";
import { useOrder, type SellerOrder } from "@feria/api";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { OrderState } from "../../words/seller";
import { AddressPanel } from "./AddressPanel";
import { CancelOrder } from "./CancelOrder";
import { DocumentsPanel } from "./DocumentsPanel";
import { LinesPanel } from "./LinesPanel";
import { NextStep } from "./NextStep";
import { PackPanel } from "./PackPanel";
import { ParcelList } from "./ParcelList";
import { Timeline } from "./Timeline";
import { canCancel, canShip } from "./rules";

type OrderViewProps = {
  orderId: string;
  /** What stands behind what was ordered: its returns and cases, and what was written about it. */
  after: (order: SellerOrder) => ReactNode;
};

/** One order: what is to be done, what to pack, where to send it, what happened. */
export function OrderView({ orderId, after }: OrderViewProps) {
  const { t } = useTranslation();
  const order = useOrder(orderId);
  if (order.isPending) return <WaitingPage />;
  if (order.isError || order.data.kind !== "seller_order") {
    return (
      <>
        <PageHead
          title={t("sell.order.missing")}
          back={{ href: "/sell/orders", label: t("sell.orders.title") }}
        />
        <Problem fault={order.error} onRetry={() => void order.refetch()} />
      </>
    );
  }
  return <Found order={order.data} after={after} />;
}

function Found({ order, after }: { order: SellerOrder } & Pick<OrderViewProps, "after">) {
  const { t } = useTranslation();
  // What is packed is to be printed and handed over: it stands before what was ordered.
  const isPacked = order.shipments.some(({ status }) => status === "label_created");
  return (
    <>
      <PageHead
        title={t("sell.order.title", { number: order.number })}
        status={<OrderState order={order} />}
        back={{ href: "/sell/orders", label: t("sell.orders.title") }}
        actions={canCancel(order) && <CancelOrder order={order} />}
      />
      <div className="grid items-start gap-20 xl:grid-cols-3">
        {/* In one column the address stands beside what is to be packed, before what was ordered. */}
        <div className="flex min-w-0 flex-col gap-20 max-xl:contents xl:col-span-2">
          <NextStep order={order} />
          {canShip(order) && <PackPanel key={order.version} order={order} />}
          <div className="flex min-w-0 flex-col gap-20 max-xl:order-1">
            {isPacked && <ParcelList order={order} />}
            <LinesPanel order={order} />
            {!isPacked && <ParcelList order={order} />}
            {after(order)}
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-20 max-xl:contents">
          <AddressPanel order={order} />
          <div className="min-w-0 empty:hidden max-xl:order-1">
            <DocumentsPanel order={order} />
          </div>
          <div className="min-w-0 max-xl:order-1">
            <Timeline entries={order.timeline} />
          </div>
        </div>
      </div>
    </>
  );
}
