import { getRouteApi } from "@tanstack/react-router";
import { OrderClaims } from "../../features/claims/OrderClaims";
import { OrderMessages } from "../../features/messages/OrderMessages";
import { OrderView } from "../../features/orders/OrderView";

const route = getRouteApi("/sell/orders/$orderId");

/** One order of the shop. */
export function OrderPage() {
  const { orderId } = route.useParams();
  return (
    <OrderView
      key={orderId}
      orderId={orderId}
      after={(order) => (
        <>
          <OrderClaims order={order} side="seller" />
          <OrderMessages order={order} />
        </>
      )}
    />
  );
}
