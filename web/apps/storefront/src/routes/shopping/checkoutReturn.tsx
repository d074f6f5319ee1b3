import { useSearch } from "@tanstack/react-router";
import { ReturnPage } from "../../features/checkout/ReturnPage";

export function CheckoutReturn() {
  const { order } = useSearch({ from: "/checkout/return" });
  return <ReturnPage orderId={order} />;
}
