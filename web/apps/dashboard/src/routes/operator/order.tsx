import { useOrder, type Order } from "@feria/api";
import { formatMoment } from "@feria/ui";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { OrderClaims } from "../../features/claims/OrderClaims";
import { StaffThreadsOfOrder } from "../../features/messages/StaffThreads";
import { ChangeAddress } from "../../features/orders/ChangeAddress";
import { canMove } from "../../features/orders/rules";
import { BuyerPanel, MoneyPanel } from "../../features/operator-orders/BuyerSide";
import { OrderHistory } from "../../features/operator-orders/OrderHistory";
import { PartPanel } from "../../features/operator-orders/PartPanel";
import { PartSteps } from "../../features/operator-orders/PartSteps";
import { RefundButton } from "../../features/operator-orders/RefundButton";
import { OrderState } from "../../features/operator-orders/words";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { useMayAs } from "../../operator/roles";

/** One order as buyer, sellers and marketplace see it. */
export function OperatorOrder() {
  const { number = "" } = useParams({ strict: false }) as { number?: string };
  const order = useOrder(number);
  return (
    <PageBody>
      {order.isError && <Problem fault={order.error} onRetry={() => void order.refetch()} />}
      {order.isPending && <WaitingPage />}
      {order.data?.kind === "order" && <Sides order={order.data as Order} />}
    </PageBody>
  );
}

function Sides({ order }: { order: Order }) {
  const { t, i18n } = useTranslation();
  const maySupport = useMayAs("support");
  const mayRead = useMayAs("support", "moderator");
  const mayRefund = useMayAs("finance");
  const placed = formatMoment(order.placed_at ?? order.created_at, { locale: i18n.language });
  return (
    <>
      <PageHead
        title={t("operator.orders.one", { number: order.number })}
        status={<OrderState status={order.status} />}
        summary={t("operator.orders.summary", { placed, count: order.seller_orders.length })}
        back={{ href: "/operator/orders", label: t("operator.orders.title") }}
      />
      <div className="grid items-start gap-20 lg:grid-cols-3">
        <div className="flex flex-col gap-20 lg:col-span-2">
          {order.seller_orders.map((part) => (
            <PartPanel key={part.id} part={part}>
              {maySupport && (
                <>
                  <PartSteps part={part} />
                  {canMove(part) && <ChangeAddress order={part} />}
                </>
              )}
            </PartPanel>
          ))}
          <OrderClaims order={order} side="operator" />
          {mayRead && <StaffThreadsOfOrder orderId={order.id} />}
        </div>
        <div className="flex flex-col gap-20">
          <MoneyPanel order={order}>{mayRefund && <RefundButton order={order} />}</MoneyPanel>
          <BuyerPanel order={order} />
          <OrderHistory order={order} />
        </div>
      </div>
    </>
  );
}
