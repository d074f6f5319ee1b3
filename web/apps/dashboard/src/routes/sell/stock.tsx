import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { StockList } from "../../features/stock/StockList";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const route = getRouteApi("/sell/stock");

/** What there is, what is promised, what is left. */
export function StockPage() {
  const { t } = useTranslation();
  const shop = useShop();
  const { q = "", low, adjust } = route.useSearch();
  return (
    <>
      <PageHead title={t("sell.stock.title")} summary={t("sell.stock.summary")} />
      <StockList sellerId={shop.id} q={q} isLow={low === "true"} adjusted={adjust} />
    </>
  );
}
