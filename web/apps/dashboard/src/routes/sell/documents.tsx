import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SellerDocuments } from "../../features/documents/DocumentList";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const route = getRouteApi("/sell/documents");

/** Invoices, credit notes and commission invoices of the shop. */
export function SellDocuments() {
  const { t } = useTranslation();
  const shop = useShop();
  return (
    <>
      <PageHead title={t("sell.documents.title")} summary={t("sell.documents.summary")} />
      <SellerDocuments sellerId={shop.id} search={route.useSearch()} />
    </>
  );
}
