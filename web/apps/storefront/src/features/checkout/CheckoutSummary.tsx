import type { Cart, CartGroup } from "@feria/api";
import { Button, StallMark } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import { useEffect, useRef } from "react";
import { useTexts } from "../../useTexts";
import { CouponPlace, offShippingOf, sumRows, taxWords } from "../../coupons/parts";
import { ADDRESS_FORM } from "./AddressSection";
import { DELIVERY_FORM } from "./DeliverySection";
import type { Checkout } from "./machine";
import { PAYMENT_FORM } from "./PaymentSection";

const FORMS = { address: ADDRESS_FORM, delivery: DELIVERY_FORM, payment: PAYMENT_FORM };

const BAR =
  "sticky-bar sticky z-30 -mx-gutter flex flex-col gap-16 border-t border-line bg-surface px-gutter py-12 " +
  "lg:top-96 lg:bottom-auto lg:m-0 lg:border-0 lg:bg-transparent lg:p-0";

/** What is bought and what it costs; total and button stay in view, whichever section is open. */
export function CheckoutSummary({ cart, state }: { cart: Cart; state: Checkout }) {
  const { t } = useTexts();
  return (
    <aside aria-label={t("checkout.summary")} className={BAR}>
      <div className="hidden flex-col gap-16 lg:flex">
        <Things cart={cart} />
        <Sums cart={cart} />
        <CouponPlace cart={cart} refused={refusedCode(state)} />
      </div>
      <div className="flex items-center justify-between gap-16 lg:flex-col lg:items-stretch">
        <Total cart={cart} />
        <Advance cart={cart} state={state} />
      </div>
    </aside>
  );
}

/** The same for phones, folded, above the sections. */
export function SummaryFolded({ cart, state }: { cart: Cart; state: Checkout }) {
  const { t } = useTexts();
  const refused = refusedCode(state);
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (refused && box.current) box.current.open = true;
  }, [refused]);
  return (
    <details ref={box} className="rounded-panel border border-line bg-surface lg:hidden">
      <summary className="group flex min-h-48 items-center justify-between gap-16 px-16 type-label font-600">
        {t("checkout.things", { count: cart.item_count })} ·{" "}
        {t("cart.parcels", { count: cart.groups.length })}
        <CaretDownIcon aria-hidden className="size-20 in-open:rotate-180" />
      </summary>
      <div className="flex flex-col gap-16 border-t border-line p-16">
        <Things cart={cart} />
        <Sums cart={cart} />
        <CouponPlace cart={cart} refused={refused} />
      </div>
    </details>
  );
}

function refusedCode({ fault }: Checkout): string | null {
  return fault?.kind === "coupon" ? fault.slug : null;
}

function Things({ cart }: { cart: Cart }) {
  const { t } = useTexts();
  return (
    <ul className="flex flex-col gap-12">
      {cart.groups.map((group) => (
        <li key={group.seller.id}>
          <StallMark name={group.seller.name} hue={group.seller.stall_hue} />
          <SellerThings group={group} />
          {group.tax_reason === "reverse_charge" && (
            <p className="pt-4 type-small text-ink-2">{t("cart.tax.reverse_charge")}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function SellerThings({ group }: { group: CartGroup }) {
  const { money } = useTexts();
  return (
    <ul className="flex flex-col gap-4 pt-4 type-label">
      {group.items.map((item) => (
        <li key={item.variant_id} className="flex justify-between gap-16">
          <span className="numbers min-w-0">
            {item.quantity} × {item.product.title}
          </span>
          <span className="numbers shrink-0">{money(item.total)}</span>
        </li>
      ))}
    </ul>
  );
}

function Sums({ cart }: { cart: Cart }) {
  const texts = useTexts();
  const rows = sumRows(cart, offShippingOf(cart), cart.tax_included, texts);
  return (
    <dl className="flex flex-col gap-4 border-t border-line pt-16 type-label">
      {rows.map(([label, value]) => (
        <div key={label} className="flex justify-between gap-16">
          <dt className="text-ink-2">{label}</dt>
          <dd className="numbers">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Total({ cart }: { cart: Cart }) {
  const { t, money } = useTexts();
  return (
    <p className="flex flex-col lg:flex-row lg:items-baseline lg:justify-between">
      <span className="type-small text-ink-2 lg:type-label">
        {t("cart.total")} · {taxWords(cart, t)}
      </span>
      <span className="type-price lg:type-price-large">{money(cart.total)}</span>
    </p>
  );
}

/** Sends the open section; in the last one that is the payment. */
function Advance({ cart, state }: { cart: Cart; state: Checkout }) {
  const { t, money } = useTexts();
  const { section, step } = state;
  const go = section === "payment" && cart.total.amount === 0 ? "nothing" : section;
  const label =
    step === "idle" ? t(`checkout.go.${go}`, { total: money(cart.total) }) : t(`checkout.busy.${step}`);
  return (
    <Button type="submit" form={FORMS[section]} variant="primary" isBusy={step !== "idle"}>
      <span aria-live="polite">{label}</span>
    </Button>
  );
}
