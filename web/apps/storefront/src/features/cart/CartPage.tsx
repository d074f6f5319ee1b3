import { useCartOfPage, type Cart } from "@feria/api";
import { Button, LinkButton, Note } from "@feria/ui";
import { Fault } from "../../forms/Fault";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";
import { CouponPlace, offShippingOf, sumRows } from "../../coupons/parts";
import { CartGroups } from "./CartGroups";
import { CartWaiting } from "./CartWaiting";
import { EstimatePlace, GiftNotePlace, SavedPlace } from "./places";
import { EmptyCart } from "./EmptyCart";
import { useRemoval, useSaving } from "./useRemoval";
import { inShort, isBlockedGroup } from "./words";

/** Everything that was chosen, by seller, and what it costs together. */
export function CartPage() {
  const { t } = useTexts();
  const { data: cart, error, refetch } = useCartOfPage();
  usePage(t("cart.title"));
  if (cart?.groups.length === 0) {
    return (
      <div className="page-width py-24">
        <CartNotices cart={cart} />
        <EmptyCart />
        <SavedPlace />
      </div>
    );
  }
  return (
    <div className="page-width flex flex-col gap-24 py-24 lg:py-48">
      <h1 className="type-title">{t("cart.title")}</h1>
      {error && !cart && (
        <Fault fault={error} action={<Button onClick={() => void refetch()}>{t("shop.tryAgain")}</Button>} />
      )}
      {!error && !cart && <CartWaiting />}
      {cart && <FullCart cart={cart} />}
    </div>
  );
}

function FullCart({ cart }: { cart: Cart }) {
  const { remove } = useRemoval();
  const save = useSaving();
  return (
    <div className="grid items-start gap-24 lg:grid-cols-3 lg:gap-48">
      <div className="flex flex-col gap-20 lg:col-span-2">
        <CartNotices cart={cart} />
        <CartGroups
          cart={cart}
          onRemove={remove}
          onSave={save}
          below={(group) => <GiftNotePlace group={group} />}
        />
        <SavedPlace />
      </div>
      <CartSummary cart={cart} />
    </div>
  );
}

/** What happened to the cart as a whole; what is about one line stands there. */
function CartNotices({ cart }: { cart: Cart }) {
  const told = new Set(
    cart.groups.flatMap(({ items, shipping_fault: fault }) => [
      fault,
      ...items.map((item) => item.notice?.message),
    ]),
  );
  const notices = cart.notices.filter(({ message }) => !told.has(message));
  if (notices.length === 0) return null;
  return (
    <div className="flex flex-col gap-8" role="status">
      {notices.map(({ code, message }) => (
        <Note key={code + message} tone={code === "carts_merged" ? "info" : "warn"}>
          {message}
        </Note>
      ))}
    </div>
  );
}

function CartSummary({ cart }: { cart: Cart }) {
  const texts = useTexts();
  const { t, money } = texts;
  const isBlockedCart = cart.groups.some(isBlockedGroup);
  const rows = sumRows(cart, offShippingOf(cart), cart.tax_included, texts);
  return (
    <section aria-labelledby="cart-total" className="flex flex-col gap-16 lg:sticky lg:top-96">
      <div>
        <h2 id="cart-total" className="flex items-baseline justify-between gap-16 lg:flex-col lg:gap-4">
          <span className="type-label text-ink-2">{t("cart.total")}</span>
          <span className="type-price-large">{money(cart.total)}</span>
        </h2>
        <p className="text-ink-2">{inShort(cart, texts)}</p>
      </div>
      <dl className="flex flex-col gap-4 type-label">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-16">
            <dt className="text-ink-2">{label}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
      </dl>
      <EstimatePlace cart={cart} />
      <CouponPlace cart={cart} />
      {isBlockedCart ? <BlockedCheckOut /> : <CheckOut />}
    </section>
  );
}

function CheckOut() {
  const { t } = useTexts();
  return (
    <LinkButton href="/checkout" variant="primary" isWide>
      {t("cart.checkOut")}
    </LinkButton>
  );
}

/** Leads to the first line that has to be changed before anything can be ordered. */
function BlockedCheckOut() {
  const { t } = useTexts();
  const go = () => {
    const line = document.querySelector<HTMLElement>("main [data-blocked]");
    line?.scrollIntoView({ block: "center" });
    (line?.querySelector<HTMLElement>("button:not(:disabled)") ?? line)?.focus();
  };
  return (
    <>
      <Note tone="warn">{t("cart.blocked")}</Note>
      <Button variant="primary" isWide onClick={go}>
        {t("cart.showBlocked")}
      </Button>
    </>
  );
}
