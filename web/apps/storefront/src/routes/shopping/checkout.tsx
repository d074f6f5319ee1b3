import { CheckoutPage } from "../../features/checkout/CheckoutPage";

export function Checkout() {
  return <CheckoutPage />;
}
