import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ReturnList } from "../../features/claims/ReturnList";
import { ReturnView } from "../../features/claims/ReturnView";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const list = getRouteApi("/sell/returns");
const one = getRouteApi("/sell/returns/$returnId");

/** What buyers send back. */
export function SellReturns() {
  const { t } = useTranslation();
  const shop = useShop();
  const { view = "to_answer" } = list.useSearch();
  return (
    <>
      <PageHead title={t("claims.returns.title")} summary={t("claims.returns.summary")} />
      <ReturnList sellerId={shop.id} view={view} />
    </>
  );
}

export function SellReturn() {
  const { returnId } = one.useParams();
  return <ReturnView key={returnId} returnId={returnId} side="seller" />;
}
