import type { Order } from "@feria/api";
import { Panel, TextLink, formatMoment, formatMoney } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../../operator/Facts";
import { useNames } from "../../operator/names";
import { PaymentWord } from "./words";

/** Who ordered, and where it goes. */
export function BuyerPanel({ order }: { order: Order }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("operator.orders.buyer")}>
      <div className="flex flex-col gap-16">
        <TextLink
          href={`mailto:${order.email}`}
          className="inline-flex items-center pointer-coarse:min-h-44 w-fit break-all"
        >
          {order.email}
        </TextLink>
        <AddressLines title={t("operator.orders.shipsTo")} address={order.shipping_address} />
        {order.billing_address && (
          <AddressLines title={t("operator.orders.billedTo")} address={order.billing_address} />
        )}
      </div>
    </Panel>
  );
}

type OrderAddress = Order["shipping_address"];

function AddressLines({ title, address }: { title: string; address: OrderAddress }) {
  const names = useNames();
  const lines = [
    address.name,
    address.company,
    address.line1,
    address.line2,
    `${address.postal_code} ${address.city}`.trim(),
    address.region,
    names.country(address.country),
    address.phone,
    address.vat_id,
  ].filter(Boolean);
  return (
    <div>
      <h3 className="text-ink-2">{title}</h3>
      <address className="not-italic">
        {lines.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </address>
    </div>
  );
}

/** What the buyer was asked for, and what became of it. */
export function MoneyPanel({ order, children }: { order: Order; children?: ReactNode }) {
  const { t, i18n } = useTranslation();
  const money = (value: Order["total"]) => (
    <span className="numbers whitespace-nowrap">{formatMoney(value, i18n.language)}</span>
  );
  const minus = (value: Order["total"]) => money({ ...value, amount: -value.amount });
  const promotion = promotionOf(order);
  const isOpen = order.status === "pending_payment";
  return (
    <Panel title={t("operator.orders.money")}>
      <div className="flex flex-col gap-16">
        <Facts
          isSum
          items={[
            { name: t("operator.orders.paymentState"), value: <PaymentWord status={order.payment_status} /> },
            {
              name: t("operator.orders.method"),
              value: order.payment_method === "test" ? t("operator.orders.methodTest") : order.payment_method,
            },
            {
              name: t("operator.orders.expires"),
              value: isOpen && formatMoment(order.expires_at, { locale: i18n.language }),
            },
            { name: t("operator.orders.goods"), value: money(order.subtotal) },
            {
              name: t("operator.orders.discount"),
              value: order.discount.amount > 0 && minus(order.discount),
            },
            ...order.coupons.map(({ code, name, discount }) => ({
              name: t("operator.orders.coupon", { code, name }),
              value: minus(discount),
            })),
            {
              name: t("operator.orders.promotion"),
              value: promotion.amount > 0 && money(promotion),
            },
            { name: t("operator.orders.delivery"), value: money(order.shipping) },
            {
              name: t(order.tax_inclusive ? "operator.orders.taxIn" : "operator.orders.taxOn"),
              value: money(order.tax),
            },
            { name: t("operator.orders.total"), value: <strong>{money(order.total)}</strong> },
            {
              name: t("operator.orders.refunded"),
              value: order.refunded.amount > 0 && minus(order.refunded),
            },
          ]}
        />
        {children}
      </div>
    </Panel>
  );
}

/** What the marketplace pays of the discount, after refunds. */
function promotionOf({ seller_orders: parts, total }: Order): Order["total"] {
  const amount = parts.reduce((sum, part) => sum + (part.promotion?.amount ?? 0), 0);
  return { amount, currency: total.currency };
}
