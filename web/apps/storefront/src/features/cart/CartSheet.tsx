import { LinkButton, Sheet } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { closeCartSheet, useCartSheet } from "../../cartSheet";

/** The cart over the page. */
export function CartSheet() {
  const { t } = useTranslation();
  const { isOpen } = useCartSheet();
  return (
    <Sheet
      isOpen={isOpen}
      onClose={closeCartSheet}
      title={t("frame.tab.cart")}
      closeLabel={t("frame.close")}
      isSlow
    >
      <LinkButton href="/cart" variant="primary" isWide onClick={closeCartSheet}>
        {t("frame.toCart")}
      </LinkButton>
    </Sheet>
  );
}
