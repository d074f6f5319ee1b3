import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SellerList, SellerViews } from "../../features/operator-sellers/SellerList";
import { SELLER_VIEWS, type SellerView } from "../../features/operator-sellers/words";
import { PageBody, PageHead } from "../../frame/PageHead";
import { CompactSwitch, useCompactRows } from "../../frame/rows";

/** Who sells here, and who would like to. */
export function OperatorSellers() {
  const { t } = useTranslation();
  const rows = useCompactRows();
  const { status } = useSearch({ strict: false }) as { status?: string };
  const view: SellerView = SELLER_VIEWS.find((one) => one === status) ?? "applied";
  return (
    <PageBody>
      <PageHead title={t("operator.sellers.title")} actions={<CompactSwitch {...rows} />} />
      <SellerViews view={view} />
      <div className="pt-16">
        <SellerList key={view} view={view} isCompact={rows.isCompact} />
      </div>
    </PageBody>
  );
}
