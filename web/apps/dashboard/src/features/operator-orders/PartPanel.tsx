import { useSeller, type OrderLine, type SellerOrder, type Shipment } from "@feria/api";
import { StallPanel, TextLink, formatDay, formatMoney } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../../operator/Facts";
import { PartState } from "./words";

type PartPanelProps = {
  part: SellerOrder;
  /** What can be done here. */
  children?: ReactNode;
};

/** One seller's part: what it is, what either side sees of it, and what it earns the marketplace. */
export function PartPanel({ part, children }: PartPanelProps) {
  const hue = useSeller(part.seller.id).data?.stall_hue;
  return (
    <StallPanel
      hue={hue}
      header={
        <TextLink
          href={`/operator/sellers/${part.seller.id}`}
          className="inline-flex items-center pointer-coarse:min-h-44"
        >
          {part.seller.name}
        </TextLink>
      }
      aside={part.number}
    >
      <ul className="divide-y divide-line">
        {part.lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      <div className="grid gap-20 p-16 md:grid-cols-2">
        <SidesOf part={part} />
        <MoneyOf part={part} />
      </div>
      {part.shipments.length > 0 && (
        <ul className="flex flex-col gap-8 p-16">
          {part.shipments.map((shipment) => (
            <Parcel key={shipment.id} shipment={shipment} />
          ))}
        </ul>
      )}
      {children && <div className="p-16 empty:hidden">{children}</div>}
    </StallPanel>
  );
}

function Line({ line }: { line: OrderLine }) {
  const { t, i18n } = useTranslation();
  const { cancelled, shipped, delivered } = line.quantities;
  const notes = [
    line.variant_title,
    line.sku,
    t("operator.orders.quantity", { count: line.quantity }),
    cancelled > 0 && t("operator.orders.cancelledUnits", { count: cancelled }),
    shipped > 0 && delivered === 0 && t("operator.orders.shippedUnits", { count: shipped }),
    delivered > 0 && t("operator.orders.deliveredUnits", { count: delivered }),
  ].filter(Boolean);
  return (
    <li className="flex items-baseline justify-between gap-16 px-16 py-12">
      <div className="flex min-w-0 flex-col gap-2">
        <TextLink
          href={`/p/${line.slug}-${line.product_id}`}
          target="_blank"
          className="inline-flex items-center pointer-coarse:min-h-44 w-fit text-ink"
        >
          {line.title}
        </TextLink>
        <span className="numbers type-small text-ink-2">{notes.join(" · ")}</span>
        {line.personalisation && <q className="type-small">{line.personalisation}</q>}
      </div>
      <span className="numbers font-500">{formatMoney(line.total, i18n.language)}</span>
    </li>
  );
}

/** The same state in three tongues, with the days that bind each side. */
function SidesOf({ part }: { part: SellerOrder }) {
  const { t, i18n } = useTranslation();
  const day = (moment: string | null) => moment && formatDay(moment, { locale: i18n.language });
  return (
    <Facts
      items={[
        { name: t("operator.orders.column.status"), value: <PartState status={part.status} /> },
        { name: t("operator.orders.buyerSees"), value: t(`operator.orders.buyerWord.${part.status}`) },
        { name: t("operator.orders.sellerSees"), value: t(`operator.orders.sellerWord.${part.status}`) },
        { name: t("operator.orders.acceptBy"), value: part.status === "placed" && day(part.accept_by) },
        {
          name: t("operator.orders.shipBy"),
          value: part.late ? (
            <span className="font-600 text-bad">
              {t("operator.orders.lateSince", { day: day(part.ship_by) })}
            </span>
          ) : (
            day(part.ship_by)
          ),
        },
        { name: t("operator.orders.goesTo"), value: placeOf(part) },
        { name: t("operator.orders.deliverBy"), value: day(part.deliver_by) },
        { name: t("operator.orders.cancelReason"), value: part.cancel_reason },
      ]}
    />
  );
}

/** A part may go elsewhere than the rest of its order. */
function placeOf({ shipping_address: { name, line1, postal_code, city } }: SellerOrder): string {
  return [name, line1, `${postal_code} ${city}`.trim()].join(", ");
}

/** Who told the rates, where that was not the marketplace's own table. */
function taxSource({ lines }: SellerOrder): string {
  const [source] = lines.map((line) => line.tax_source);
  return !source || source === "table" ? "" : source;
}

function MoneyOf({ part }: { part: SellerOrder }) {
  const { t, i18n } = useTranslation();
  const money = (value: SellerOrder["total"]) => (
    <span className="numbers">{formatMoney(value, i18n.language)}</span>
  );
  const minus = (value: SellerOrder["total"]) => money({ ...value, amount: -value.amount });
  const hasTax = part.tax.amount > 0 || part.tax_reason !== "standard";
  const standard = part.tax_inclusive ? "operator.orders.taxIn" : "operator.orders.taxOn";
  const taxName = t(part.tax_reason === "standard" ? standard : `operator.orders.tax.${part.tax_reason}`);
  return (
    <Facts
      isSum
      items={[
        { name: t("operator.orders.goods"), value: money(part.subtotal) },
        { name: t("operator.orders.discount"), value: part.discount.amount > 0 && minus(part.discount) },
        { name: part.shipping_name || t("operator.orders.delivery"), value: money(part.shipping) },
        { name: taxName, value: !part.tax_inclusive && hasTax && money(part.tax) },
        { name: t("operator.orders.total"), value: <strong>{money(part.total)}</strong> },
        { name: t("operator.orders.refunded"), value: part.refunded.amount > 0 && minus(part.refunded) },
        { name: taxName, value: part.tax_inclusive && hasTax && money(part.tax) },
        { name: t("operator.orders.taxSource"), value: taxSource(part) },
        {
          name: t("operator.orders.promotion"),
          value: part.promotion && part.promotion.amount > 0 && money(part.promotion),
        },
        { name: t("operator.orders.commission"), value: part.commission && money(part.commission) },
        {
          name: t("operator.orders.remittedTax"),
          value: (part.remitted_tax?.amount ?? 0) > 0 && part.remitted_tax && money(part.remitted_tax),
        },
      ]}
    />
  );
}

function Parcel({ shipment }: { shipment: Shipment }) {
  const { t, i18n } = useTranslation();
  const units = shipment.items.reduce((sum, item) => sum + item.quantity, 0);
  return (
    <li className="flex flex-col gap-2">
      <span className="font-500">
        {t("operator.orders.parcel", { carrier: shipment.carrier })}
        {shipment.tracking_number && <span className="numbers font-400"> · {shipment.tracking_number}</span>}
      </span>
      <span className="numbers type-small text-ink-2">
        {t("operator.orders.parcelUnits", { count: units })} ·{" "}
        {shipment.delivered_at
          ? t("operator.orders.parcelArrived", {
              day: formatDay(shipment.delivered_at, { locale: i18n.language }),
            })
          : shipment.shipped_at
            ? t("operator.orders.parcelSent", {
                day: formatDay(shipment.shipped_at, { locale: i18n.language }),
              })
            : t("operator.orders.parcelPacked")}
      </span>
    </li>
  );
}
