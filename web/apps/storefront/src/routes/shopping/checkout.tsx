import { useSearch } from "@tanstack/react-router";
import { CheckoutPage } from "../../features/checkout/CheckoutPage";
import { ReturnPage } from "../../features/checkout/ReturnPage";

export function Checkout() {
  return <CheckoutPage />;
}

export function CheckoutReturn() {
  const { order } = useSearch({ from: "/checkout/return" });
  return <ReturnPage orderId={order} />;
}
