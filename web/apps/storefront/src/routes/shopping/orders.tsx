import { useIsSignedIn } from "@feria/api";
import { lazy, Suspense } from "react";
import { KeptOrders } from "../../features/orders/KeptOrders";
import { OrderList } from "../../features/orders/OrderList";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";

/** Orders of the account, or those of which this device has the secret. */
export function Orders() {
  const isSignedIn = useIsSignedIn();
  return (
    <div className="page-width flex flex-col gap-24 py-24 lg:py-48">
      <Titled />
      {isSignedIn ? <OrderList /> : <KeptOrders />}
    </div>
  );
}

/** The same within the account. */
export function AccountOrders() {
  return (
    <div className="flex flex-col gap-20">
      <Titled />
      <OrderList />
    </div>
  );
}

const Messages = lazy(() => import("./messages").then((part) => ({ default: part.Messages })));

/** What was written with sellers. It comes from here, so that the first pages need not know where it lies. */
export function AccountMessages() {
  return (
    <Suspense>
      <Messages />
    </Suspense>
  );
}

function Titled() {
  const { t } = useTexts();
  usePage(t("orders.title"));
  return <h1 className="type-title">{t("orders.title")}</h1>;
}
