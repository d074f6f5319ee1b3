import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { OrderPage } from "../../features/orders/OrderPage";

const AccountOffer = lazy(() => import("./AccountOffer").then((part) => ({ default: part.AccountOffer })));

export function OrderOfNumber() {
  const { number } = useParams({ from: "/orders/$number" });
  return (
    <OrderPage
      number={number}
      offer={(order) => (
        <Suspense>
          <AccountOffer order={order} />
        </Suspense>
      )}
    />
  );
}
