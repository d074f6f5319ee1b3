import { useReviewsOfOrder, type Order, type OrderLine } from "@feria/api";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { OrderPage } from "../../features/orders/OrderPage";

const AccountOffer = lazy(() => import("./AccountOffer").then((part) => ({ default: part.AccountOffer })));
const AskSeller = lazy(() =>
  import("../../messages/AskSeller").then((part) => ({ default: part.AskSeller })),
);
const FindPage = lazy(() => import("./findOrder").then((part) => ({ default: part.FindPage })));
const LineReview = lazy(() =>
  import("../../features/reviews/LineReview").then((part) => ({ default: part.LineReview })),
);

/** No order has this for a number. */
const FIND = "find";
const OrderClaims = lazy(() =>
  import("../../features/claims/OrderClaims").then((part) => ({ default: part.OrderClaims })),
);

export function OrderOfNumber() {
  const { number } = useParams({ from: "/orders/$number" });
  if (number === FIND) {
    return (
      <Suspense>
        <FindPage />
      </Suspense>
    );
  }
  return (
    <OrderPage
      number={number}
      offer={(order) => (
        <Suspense>
          <AccountOffer order={order} />
        </Suspense>
      )}
      help={(order) => (
        <Suspense>
          <OrderClaims order={order} />
        </Suspense>
      )}
      ask={(part, order) => (
        <Suspense>
          <AskSeller order={order} part={part} />
        </Suspense>
      )}
      below={(line, order) => hasArrived(line) && <ReviewBelow line={line} order={order} />}
    />
  );
}

const hasArrived = (line: OrderLine) => line.quantities.delivered > 0;

function ReviewBelow({ line, order }: { line: OrderLine; order: Order }) {
  const arrived = order.seller_orders.flatMap((part) => part.lines).filter(hasArrived);
  const reviews = useReviewsOfOrder(order, arrived.length).data;
  const found = reviews?.items.find((one) => one.line_id === line.id);
  if (!found) return null;
  return (
    <Suspense>
      <LineReview line={found} />
    </Suspense>
  );
}
