import { useProduct } from "@feria/api";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { EditProduct } from "./EditProduct";

/** One of the shop's products. */
export function ProductPage({ productId }: { productId: string }) {
  const { t } = useTranslation();
  const product = useProduct(productId);
  const reload = async () => (await product.refetch()).data;
  if (product.data) return <EditProduct product={product.data} onReload={reload} />;
  if (product.isPending) return <WaitingPage />;
  return (
    <>
      <PageHead
        title={t("sell.product.one")}
        back={{ href: "/sell/products", label: t("sell.products.title") }}
      />
      <Problem fault={product.error} onRetry={() => void product.refetch()} />
    </>
  );
}
