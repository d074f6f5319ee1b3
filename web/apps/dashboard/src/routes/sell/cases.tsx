import { useCasesOfSeller } from "@feria/api";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CaseList } from "../../features/claims/CaseList";
import { CaseView } from "../../features/claims/CaseView";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const PATH = "/sell/cases";
const cases = getRouteApi("/sell/cases");
const one = getRouteApi("/sell/cases/$caseId");

/** What buyers have asked the marketplace about. */
export function SellCases() {
  const { t } = useTranslation();
  const shop = useShop();
  const { view = "to_answer" } = cases.useSearch();
  const list = useCasesOfSeller(shop.id, view === "all" ? {} : { task: view });
  return (
    <>
      <PageHead title={t("claims.cases.title")} summary={t("claims.cases.summary.seller")} />
      <CaseList side="seller" path={PATH} view={view} list={list} />
    </>
  );
}

export function SellCase() {
  const { caseId } = one.useParams();
  return <CaseView key={caseId} caseId={caseId} side="seller" path={PATH} />;
}
