import { orderTokenOf, type Order } from "@feria/api";
import { Button, Panel, StatusDot } from "@feria/ui";
import { CheckIcon, CopyIcon } from "@feria/ui/icons";
import { useState } from "react";
import { addressLines } from "../../address/words";
import { useTexts } from "../../useTexts";
import { ChangeAddress } from "./ChangeAddress";
import { wordOfPayment } from "./words";

/** What it cost, whether it is paid, and where it goes. */
export function OrderSide({ order }: { order: Order }) {
  const { t, country } = useTexts();
  const payment = wordOfPayment(order.payment_status);
  return (
    <div className="flex flex-col gap-20">
      <Panel title={t("orders.total")}>
        <Sums order={order} />
        <p className="mt-16 flex items-center justify-between gap-16 border-t border-line pt-16 type-label">
          <span className="text-ink-2">{t("orders.payment")}</span>
          <StatusDot tone={payment.tone}>{t(`orders.payment.${payment.key}`)}</StatusDot>
        </p>
      </Panel>
      <Panel title={t("orders.address")}>
        <address className="flex flex-col not-italic">
          {addressLines(order.shipping_address, country).map((line) => (
            <span key={line}>{line}</span>
          ))}
        </address>
        <ChangeAddress order={order} />
        <p className="mt-12 break-words text-ink-2">{t("orders.mailTo", { email: order.email })}</p>
      </Panel>
      <KeepLink order={order} />
    </div>
  );
}

function Sums({ order }: { order: Order }) {
  const { t, money, price } = useTexts();
  const minus = (amount: Order["total"]) => money({ ...amount, amount: -amount.amount });
  const rows: [string, string][] = [
    [t("cart.things"), money(order.subtotal)],
    [t("cart.delivery"), price(order.shipping)],
  ];
  for (const { code, discount } of order.coupons) rows.push([t("orders.code", { code }), minus(discount)]);
  if (!order.tax_inclusive) rows.push([t("cart.tax"), money(order.tax)]);
  return (
    <dl className="numbers flex flex-col gap-4 type-label">
      {rows.map(([label, value]) => (
        <div key={label} className="flex justify-between gap-16">
          <dt className="text-ink-2">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div className="flex items-baseline justify-between gap-16 pt-8">
        <dt className="font-600">{t("cart.total")}</dt>
        <dd className="type-price">{money(order.total)}</dd>
      </div>
      {order.tax_inclusive && (
        <div className="flex justify-between gap-16 text-ink-2">
          <dt>{t("orders.taxWithin")}</dt>
          <dd>{money(order.tax)}</dd>
        </div>
      )}
      {order.seller_orders.some((part) => part.tax_reason === "reverse_charge") && (
        <div className="flex justify-between gap-16 text-ink-2">
          <dt>{t("cart.tax.reverse_charge")}</dt>
          <dd>{(order.billing_address ?? order.shipping_address).vat_id}</dd>
        </div>
      )}
      {order.refunded.amount > 0 && (
        <div className="flex justify-between gap-16 text-good">
          <dt>{t("orders.refunded")}</dt>
          <dd>{minus(order.refunded)}</dd>
        </div>
      )}
    </dl>
  );
}

/** A guest's way back to the order from any device; the secret stands behind the #, where no server sees it. */
function KeepLink({ order }: { order: Order }) {
  const { t } = useTexts();
  const [isCopied, setIsCopied] = useState(false);
  const token = orderTokenOf(order.number);
  if (!token || !navigator.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/orders/${order.number}#token=${token}`);
    setIsCopied(true);
  };
  return (
    <Panel title={t("orders.link")}>
      <p className="mb-12 text-ink-2">{t("orders.link.help")}</p>
      <Button
        onClick={() => void copy()}
        icon={
          isCopied ? (
            <CheckIcon aria-hidden className="size-20" />
          ) : (
            <CopyIcon aria-hidden className="size-20" />
          )
        }
      >
        <span role="status">{t(isCopied ? "shop.copied" : "orders.link.copy")}</span>
      </Button>
    </Panel>
  );
}
