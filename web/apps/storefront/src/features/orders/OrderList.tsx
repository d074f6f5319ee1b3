import { itemsOf, useOrders } from "@feria/api";
import { Button, EmptyState, LinkButton, LoadMore, Skeleton } from "@feria/ui";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { OrderRow } from "./OrderRow";

/** All orders of the account, newest first. */
export function OrderList() {
  const { t } = useTexts();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useOrders();
  const orders = itemsOf(data);
  if (error && !data) {
    return (
      <Fault fault={error} action={<Button onClick={() => void refetch()}>{t("shop.tryAgain")}</Button>} />
    );
  }
  if (!data) return <OrdersWaiting />;
  if (orders.length === 0) return <NoOrders />;
  return (
    <>
      <ul className="flex flex-col gap-12">
        {orders.map((order) => (
          <li key={order.id}>
            <OrderRow order={order} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <LoadMore href="/account/orders" isLoading={isFetchingNextPage} onLoad={() => void fetchNextPage()}>
          {t("orders.more")}
        </LoadMore>
      )}
    </>
  );
}

function OrdersWaiting() {
  return (
    <div className="flex flex-col gap-12" aria-hidden="true">
      <Skeleton className="h-96" />
      <Skeleton className="h-96" />
      <Skeleton className="h-96" />
    </div>
  );
}

function NoOrders() {
  const { t } = useTexts();
  return (
    <EmptyState
      title={t("orders.none")}
      help={t("orders.none.help")}
      action={
        <LinkButton href="/search?sort=newest" variant="primary">
          {t("cart.empty.action")}
        </LinkButton>
      }
    />
  );
}
