import type { Cart } from "@feria/api";
import { Button, LinkButton, Note, ProblemNote, TextLink } from "@feria/ui";
import { useEffect, useRef, type ReactNode } from "react";
import { useTexts } from "../../useTexts";
import type { CheckoutFault } from "./faults";
import type { Checkout } from "./machine";

export type FaultNoteProps = {
  state: Checkout;
  cart: Cart;
  onEndAttempt: (payment: { paymentId: string; orderId: string; number: string | null }) => void;
};

/** What stands in the way, in plain words, with the way on. It takes the focus when it appears. */
export function FaultNote({ state, cart, onEndAttempt }: FaultNoteProps) {
  const box = useRef<HTMLDivElement>(null);
  const { fault } = state;
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, [fault]);
  if (!fault || fault.kind === "fields" || fault.kind === "coupon") return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="scroll-mt-96 focus:outline-none">
      <Reason fault={fault} state={state} cart={cart} onEndAttempt={onEndAttempt} />
    </div>
  );
}

function Reason({ fault, state, cart, onEndAttempt }: FaultNoteProps & { fault: CheckoutFault }) {
  const { t, money } = useTexts();
  switch (fault.kind) {
    case "price-changed":
      return <Note tone="warn">{t("checkout.fault.price", { total: money(fault.total) })}</Note>;
    case "out-of-stock":
      return <OutOfStock variants={fault.variants} cart={cart} />;
    case "seller-unavailable":
      return <Told text={t("checkout.fault.seller")} way={<ToCart />} />;
    case "cart-empty":
      return <Told text={t("checkout.fault.empty")} way={<ToCart />} />;
    case "payment-over":
      return <Note tone="warn">{t("checkout.fault.over")}</Note>;
    case "already-ordered":
      return (
        <Told
          text={t("checkout.fault.ordered", { number: fault.number })}
          way={<LinkButton href={`/orders/${fault.number}`}>{t("checkout.seeOrder")}</LinkButton>}
        />
      );
    case "payment-in-progress":
      return <UnderWay fault={fault} onEndAttempt={onEndAttempt} />;
    case "declined":
      return <Declined code={fault.code} />;
    case "unconfirmed":
      return <Unconfirmed url={fault.url} state={state} onEndAttempt={onEndAttempt} />;
    case "cancelled":
      return <Note tone="info">{t("checkout.fault.cancelled")}</Note>;
    case "coupon":
    case "fields":
      return null;
    case "problem":
      return <Problem fault={fault} />;
  }
}

function Told({ text, way, tone = "warn" }: { text: ReactNode; way: ReactNode; tone?: "warn" | "bad" }) {
  return (
    <div className="flex flex-col gap-12">
      <Note tone={tone}>{text}</Note>
      <div className="flex flex-wrap gap-12">{way}</div>
    </div>
  );
}

function ToCart() {
  const { t } = useTexts();
  return <LinkButton href="/cart">{t("checkout.changeCart")}</LinkButton>;
}

function OutOfStock({ variants, cart }: { variants: string[]; cart: Cart }) {
  const { t, list } = useTexts();
  const names = cart.groups
    .flatMap(({ items }) => items)
    .filter((item) => variants.includes(item.variant_id))
    .map((item) => item.product.title);
  const text =
    names.length > 0
      ? t("checkout.fault.stock", { things: list(names), count: names.length })
      : t("checkout.fault.someStock");
  return <Told text={text} way={<ToCart />} />;
}

type UnderWayProps = Pick<FaultNoteProps, "onEndAttempt"> & {
  fault: Extract<CheckoutFault, { kind: "payment-in-progress" }>;
};

function UnderWay({ fault, onEndAttempt }: UnderWayProps) {
  const { t } = useTexts();
  const { paymentId, orderId, number } = fault;
  return (
    <Told
      text={t("checkout.fault.underWay")}
      way={
        <>
          <Button onClick={() => onEndAttempt({ paymentId, orderId, number })}>
            {t("checkout.endAttempt")}
          </Button>
          {number && (
            <LinkButton variant="quiet" href={`/orders/${number}`}>
              {t("checkout.seeOrder")}
            </LinkButton>
          )}
        </>
      }
    />
  );
}

const CODES = new Set([
  "card_declined",
  "challenge_declined",
  "insufficient_funds",
  "expired_card",
  "not_started",
]);

function Declined({ code }: { code: string }) {
  const { t } = useTexts();
  const reason = t(`checkout.declined.${CODES.has(code) ? code : "other"}`);
  return (
    <Note tone="bad">
      <p className="font-600">{reason}</p>
      <p>{t("checkout.declined.help")}</p>
    </Note>
  );
}

type UnconfirmedProps = Pick<FaultNoteProps, "state" | "onEndAttempt"> & { url: string };

function Unconfirmed({ url, state: { order, step }, onEndAttempt }: UnconfirmedProps) {
  const { t } = useTexts();
  if (step === "leaving" || !order) return <Note tone="info">{t("checkout.leaving")}</Note>;
  const payment = { paymentId: order.paymentId, orderId: order.id, number: order.number };
  return (
    <Told
      text={t("checkout.fault.unconfirmed")}
      way={
        <>
          <LinkButton variant="primary" href={url} target="_self">
            {t("checkout.confirm")}
          </LinkButton>
          <Button onClick={() => onEndAttempt(payment)}>{t("checkout.payAnotherWay")}</Button>
        </>
      }
    />
  );
}

function Problem({ fault }: { fault: Extract<CheckoutFault, { kind: "problem" }> }) {
  const { t } = useTexts();
  const isOffline = fault.status === 0;
  const isServer = fault.status >= 500;
  const kind = isOffline ? "offline" : "server";
  return (
    <ProblemNote
      title={isOffline || isServer || !fault.title ? t(`shop.fault.${kind}`) : fault.title}
      help={
        <>
          {t("checkout.fault.kept")} <TextLink href="/cart">{t("checkout.changeCart")}</TextLink>
        </>
      }
      requestId={isServer ? fault.requestId : null}
      labels={{ requestId: t("shop.requestId"), copy: t("shop.copy"), copied: t("shop.copied") }}
    />
  );
}
