import { getRouteApi } from "@tanstack/react-router";
import { OrderView } from "../../features/orders/OrderView";

const route = getRouteApi("/sell/orders/$orderId");

/** One order of the shop. */
export function OrderPage() {
  const { orderId } = route.useParams();
  return <OrderView key={orderId} orderId={orderId} />;
}
