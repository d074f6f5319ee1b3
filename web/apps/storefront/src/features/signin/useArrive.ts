import { cartQuery, useCart } from "@feria/api";
import { showToast } from "@feria/ui";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isElsewhere, safeNext } from "./next";

/** Goes on where somebody wanted to go, and says when the cart came along. */
export function useArrive(next: unknown) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const brought = useCart().data?.item_count ?? 0;
  return async () => {
    if (brought > 0) {
      const cart = await client.fetchQuery({ ...cartQuery(), staleTime: 0 }).catch(() => null);
      if (cart) showToast({ text: t("signIn.merged", { count: cart.item_count }) });
    }
    const to = safeNext(next);
    if (isElsewhere(to)) return location.assign(to);
    return navigate({ href: to, replace: true });
  };
}
