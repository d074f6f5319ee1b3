import { useCart } from "@feria/api";
import { IconButton } from "@feria/ui";
import { ShoppingBagIcon } from "@feria/ui/icons";
import { useTranslation } from "../../texts";
import { openCartSheet } from "../../cartSheet";

/** Opens the cart sheet and says how much is in the cart. */
export function CartButton() {
  const { t } = useTranslation();
  const count = useCart().data?.item_count ?? 0;
  return (
    <IconButton
      label={t("frame.cartWithCount", { count })}
      count={count}
      aria-haspopup="dialog"
      onClick={() => openCartSheet()}
      className="-me-12"
    >
      <ShoppingBagIcon aria-hidden className="size-24" />
    </IconButton>
  );
}
