import { getRouteApi } from "@tanstack/react-router";
import { BalancePage } from "../../features/balance/BalancePage";
import { useShop } from "./shop";

const route = getRouteApi("/sell/balance");

/** What the shop earns, and when. */
export function Balance() {
  const shop = useShop();
  const { view = "orders" } = route.useSearch();
  return <BalancePage sellerId={shop.id} view={view} />;
}
