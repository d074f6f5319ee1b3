import { keptOrderNumbers, orderQuery, type Order } from "@feria/api";
import { EmptyState, LinkButton } from "@feria/ui";
import { useQueries } from "@tanstack/react-query";
import { useTexts } from "../../useTexts";
import { OrderRow } from "./OrderRow";

/** A guest's orders: those of which this device has the secret, and the way to all others. */
export function KeptOrders() {
  const { t } = useTexts();
  const found = useQueries({ queries: keptOrderNumbers().map((number) => orderQuery(number)) });
  const orders = found.flatMap(({ data }) => (data?.kind === "order" ? [data as Order] : []));
  if (orders.length === 0) {
    return <EmptyState title={t("orders.guest")} help={t("orders.guest.help")} action={<Ways />} />;
  }
  return (
    <div className="flex flex-col gap-32">
      <ul className="flex flex-col gap-12">
        {orders.map((order) => (
          <li key={order.id}>
            <OrderRow order={order} />
          </li>
        ))}
      </ul>
      <div className="flex flex-col items-start gap-12">
        <p className="max-w-measure text-ink-2">{t("orders.guest.kept")}</p>
        <Ways />
      </div>
    </div>
  );
}

/** To the orders of the account, and to one order that came as a guest's. */
function Ways() {
  const { t } = useTexts();
  return (
    <div className="flex flex-wrap gap-12">
      <LinkButton href="/sign-in?next=/orders" variant="primary">
        {t("signIn.do")}
      </LinkButton>
      <LinkButton href="/orders/find">{t("orders.find.link")}</LinkButton>
    </div>
  );
}
