import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CommissionInvoices } from "../../features/documents/DocumentList";
import { PageBody, PageHead } from "../../frame/PageHead";

const route = getRouteApi("/operator/documents");

/** What the marketplace has billed its sellers for. */
export function OperatorDocuments() {
  const { t } = useTranslation();
  return (
    <PageBody>
      <PageHead title={t("operator.documents.title")} summary={t("operator.documents.summary")} />
      <CommissionInvoices search={route.useSearch()} />
    </PageBody>
  );
}
