import { useTranslation } from "react-i18next";
import { ProductQueue } from "../../features/operator-products/ProductQueue";
import { PageBody, PageHead } from "../../frame/PageHead";

/** Products that wait before they are on sale. */
export function OperatorProducts() {
  const { t } = useTranslation();
  return (
    <PageBody>
      <PageHead title={t("operator.products.title")} summary={t("operator.products.summary")} />
      <ProductQueue />
    </PageBody>
  );
}
