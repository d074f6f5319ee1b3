import { useOrder, type SellerOrder } from "@feria/api";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { State } from "../../words/seller";
import { AddressPanel } from "./AddressPanel";
import { CancelOrder } from "./CancelOrder";
import { LinesPanel } from "./LinesPanel";
import { NextStep } from "./NextStep";
import { ParcelList } from "./ParcelList";
import { ShipForm } from "./ShipForm";
import { Timeline } from "./Timeline";
import { canCancel, canShip } from "./rules";

/** One order: what is to be done, what to pack, where to send it, what happened. */
export function OrderView({ orderId }: { orderId: string }) {
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
  return <Found order={order.data} />;
}

function Found({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead
        title={t("sell.order.title", { number: order.number })}
        status={<State kind="order" state={order.status} />}
        back={{ href: "/sell/orders", label: t("sell.orders.title") }}
        actions={canCancel(order) && <CancelOrder order={order} />}
      />
      <div className="grid items-start gap-20 xl:grid-cols-3">
        {/* In one column the address stands beside what is to be packed, before what was ordered. */}
        <div className="flex min-w-0 flex-col gap-20 max-xl:contents xl:col-span-2">
          <NextStep order={order} />
          {canShip(order) && <ShipForm key={order.version} order={order} />}
          <div className="flex min-w-0 flex-col gap-20 max-xl:order-1">
            <LinesPanel order={order} />
            <ParcelList shipments={order.shipments} />
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-20 max-xl:contents">
          <AddressPanel order={order} />
          <div className="min-w-0 max-xl:order-1">
            <Timeline entries={order.timeline} />
          </div>
        </div>
      </div>
    </>
  );
}
