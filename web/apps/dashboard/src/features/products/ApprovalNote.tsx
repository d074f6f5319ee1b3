import type { Product } from "@feria/api";
import { Note } from "@feria/ui";
import { useTranslation } from "react-i18next";

/** That the marketplace looks at the product, or what it found. */
export function ApprovalNote({ product: { status, rejection } }: { product: Product }) {
  const { t } = useTranslation();
  if (status === "in_review") {
    return (
      <Note tone="info">
        <p className="font-500">{t("sell.product.review.waits")}</p>
        <p>{t("sell.product.review.waitsHelp")}</p>
      </Note>
    );
  }
  if (!rejection) return null;
  return (
    <Note tone="warn">
      <p className="font-500">{t("sell.product.review.sentBack")}</p>
      <p className="break-words">
        <q>{rejection}</q>
      </p>
      <p>{t("sell.product.review.sentBackHelp")}</p>
    </Note>
  );
}
