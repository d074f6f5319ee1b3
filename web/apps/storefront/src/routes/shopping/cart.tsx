import { CartPage } from "../../features/cart/CartPage";

export function Cart() {
  return <CartPage />;
}
