import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SellerList } from "../../features/operator-sellers/SellerList";
import { SELLER_VIEWS } from "../../features/operator-sellers/words";
import { textOf, wordOf } from "../../frame/address";
import { PageBody, PageHead } from "../../frame/PageHead";

/** Who sells here, and who would like to. */
export function OperatorSellers() {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  return (
    <PageBody>
      <PageHead title={t("operator.sellers.title")} />
      <SellerList view={wordOf(search, "status", SELLER_VIEWS) ?? "applied"} q={textOf(search, "q") ?? ""} />
    </PageBody>
  );
}
