import {
  useRemoveFromCart,
  useSaveForLater,
  useUndoRemoval,
  type CartItem,
  type CartSeller,
} from "@feria/api";
import { showToast } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { announce } from "../../page";

export type Removed = { item: CartItem; seller: CartSeller };

/** Takes an item out at once, and puts it back on "Undo". */
export function useRemoval(onRemoved?: (removed: Removed) => void) {
  const { t } = useTranslation();
  const removal = useRemoveFromCart();
  const { mutate: undo } = useUndoRemoval();
  const putBack = ({ item, seller }: Removed) => undo(item, seller);
  const remove = (removed: Removed, button: HTMLElement) => {
    passFocusOn(button);
    removal.mutate({ itemId: removed.item.id });
    const text = t("cart.removed", { title: removed.item.product.title });
    if (onRemoved) {
      onRemoved(removed);
      announce(text);
    } else {
      showToast({ text, action: { label: t("cart.undo"), onAction: () => putBack(removed) } });
    }
  };
  return { remove, putBack };
}

/** Takes an item out of the cart and keeps it for later. */
export function useSaving() {
  const { t } = useTranslation();
  const saving = useSaveForLater();
  return (kept: Removed, button: HTMLElement) => {
    passFocusOn(button, "[data-cart-save]");
    saving.mutate({ itemId: kept.item.id });
    announce(t("cart.savedThing", { title: kept.item.product.title }));
  };
}

/** The pressed button goes away with its line: the next line's takes the focus, else the heading. */
function passFocusOn(button: HTMLElement, selector = "[data-cart-remove]"): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (one) => one.closest("dialog") === button.closest("dialog"),
  );
  const place = all.indexOf(button);
  const next = all[place + 1] ?? all[place - 1];
  if (next) return next.focus();
  const heading = (button.closest("dialog") ?? document.querySelector("main"))?.querySelector<HTMLElement>(
    "h1, h2",
  );
  if (heading) heading.tabIndex = -1;
  heading?.focus();
}
