import { useCases } from "@feria/api";
import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CASE_VIEWS, CaseList } from "../../features/claims/CaseList";
import { CaseView } from "../../features/claims/CaseView";
import { wordOf } from "../../frame/address";
import { PageBody, PageHead } from "../../frame/PageHead";

const PATH = "/operator/cases";

/** Buyers against shops: what waits for a decision, and what has one. */
export function OperatorCases() {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const view = wordOf(search, "view", CASE_VIEWS.operator) ?? "to_decide";
  const list = useCases(view === "all" ? {} : { task: view });
  return (
    <PageBody>
      <PageHead title={t("claims.cases.title")} summary={t("claims.cases.summary.operator")} />
      <CaseList side="operator" path={PATH} view={view} list={list} />
    </PageBody>
  );
}

export function OperatorCase() {
  const { caseId = "" } = useParams({ strict: false });
  return (
    <PageBody>
      <CaseView key={caseId} caseId={caseId} side="operator" path={PATH} />
    </PageBody>
  );
}
