import { useCart, type Cart } from "@feria/api";
import { LinkButton, Sheet } from "@feria/ui";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { closeCartSheet, useCartSheet } from "../../cartSheet";
import { useTexts } from "../../useTexts";
import { CartGroups } from "./CartGroups";
import { CartWaiting } from "./CartWaiting";
import { EmptyCart } from "./EmptyCart";
import { useRemoval, type Removed } from "./useRemoval";
import { inShort } from "./words";

const UNDO_MS = 6_000;

/** The cart over the page. */
export function CartSheet() {
  const { t } = useTranslation();
  const { isOpen } = useCartSheet();
  const { data: cart } = useCart();
  const [removed, setRemoved] = useState<Removed | null>(null);
  const { remove, putBack } = useRemoval(setRemoved);
  const isEmpty = cart?.groups.length === 0;
  const undo = (one: Removed) => {
    putBack(one);
    setRemoved(null);
  };
  const undoBar = removed && <UndoBar removed={removed} onUndo={undo} onGone={() => setRemoved(null)} />;
  return (
    <Sheet
      isOpen={isOpen}
      onClose={closeCartSheet}
      title={t("cart.title")}
      closeLabel={t("cart.close")}
      isSlow
      footer={cart && !isEmpty ? <SheetFooter cart={cart}>{undoBar}</SheetFooter> : undoBar || undefined}
    >
      <SheetContent cart={cart} onRemove={remove} />
    </Sheet>
  );
}

type SheetContentProps = { cart: Cart | undefined; onRemove: ReturnType<typeof useRemoval>["remove"] };

function SheetContent({ cart, onRemove }: SheetContentProps) {
  const { addedSellerId, turn } = useCartSheet();
  if (!cart) return <CartWaiting />;
  if (cart.groups.length === 0) return <EmptyCart level={3} onFollow={closeCartSheet} isShort />;
  const added = { sellerId: addedSellerId, turn };
  return (
    <CartGroups
      cart={withAddedFirst(cart, addedSellerId)}
      added={added}
      level={3}
      onRemove={onRemove}
      onFollow={closeCartSheet}
    />
  );
}

/** What was just added is in sight without scrolling. */
function withAddedFirst(cart: Cart, sellerId: string | null): Cart {
  const rank = (id: string) => (id === sellerId ? 0 : 1);
  const groups = [...cart.groups].sort((one, other) => rank(one.seller.id) - rank(other.seller.id));
  return { ...cart, groups };
}

function SheetFooter({ cart, children }: { cart: Cart; children: React.ReactNode }) {
  const texts = useTexts();
  return (
    <div className="flex flex-col gap-12">
      {children}
      <div className="flex items-baseline justify-between gap-16">
        <span className="type-label text-ink-2">{inShort(cart, texts)}</span>
        <span className="type-price">{texts.money(cart.total)}</span>
      </div>
      <div className="grid grid-cols-2 gap-12">
        <LinkButton href="/cart" onClick={closeCartSheet}>
          {texts.t("cart.look")}
        </LinkButton>
        <LinkButton href="/checkout" variant="primary" onClick={closeCartSheet}>
          {texts.t("cart.checkOut")}
        </LinkButton>
      </div>
    </div>
  );
}

type UndoBarProps = { removed: Removed; onUndo: (removed: Removed) => void; onGone: () => void };

/** A toast would lie below the sheet, out of reach. */
function UndoBar({ removed, onUndo, onGone }: UndoBarProps) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setTimeout(onGone, UNDO_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div role="status" className="flex items-center justify-between gap-12 rounded-control bg-sunken ps-12">
      <span className="min-w-0 truncate type-label">
        {t("cart.removed", { title: removed.item.product.title })}
      </span>
      <button
        type="button"
        onClick={() => onUndo(removed)}
        className="min-h-44 shrink-0 px-12 type-label font-600 text-plum-text underline underline-offset-4"
      >
        {t("cart.undo")}
      </button>
    </div>
  );
}
