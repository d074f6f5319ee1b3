import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ExportOrders } from "../../features/orders/ExportOrders";
import { OrderList } from "../../features/orders/OrderList";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const route = getRouteApi("/sell/orders");

/** The shop's orders. */
export function Orders() {
  const { t } = useTranslation();
  const shop = useShop();
  const search = route.useSearch();
  return (
    <>
      <PageHead
        title={t("sell.orders.title")}
        actions={<ExportOrders sellerId={shop.id} search={search} />}
      />
      <OrderList sellerId={shop.id} search={search} />
    </>
  );
}
