import { LinkButton } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ExportButton } from "../../features/products/ExportButton";
import { ProductList } from "../../features/products/ProductList";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const route = getRouteApi("/sell/products");

/** The shop's products. */
export function Products() {
  const { t } = useTranslation();
  const shop = useShop();
  const { view = "all", q = "" } = route.useSearch();
  return (
    <>
      <PageHead
        title={t("sell.products.title")}
        actions={
          <>
            <ExportButton sellerId={shop.id} />
            <LinkButton href="/sell/imports">{t("sell.products.import")}</LinkButton>
            <LinkButton
              variant="primary"
              href="/sell/products/new"
              icon={<PlusIcon aria-hidden className="size-20" />}
            >
              {t("sell.products.add")}
            </LinkButton>
          </>
        }
      />
      <ProductList key={view} sellerId={shop.id} view={view} q={q} />
    </>
  );
}
