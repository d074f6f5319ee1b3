import type { Money, OrderLine, SellerOrder } from "@feria/api";
import { Panel, TextLink, classes, formatMoney } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Thumb } from "../../frame/Thumb";
import { openUnits } from "./rules";

/** What was ordered, and what it comes to. */
export function LinesPanel({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("sell.order.things")} flush>
      <ul className="divide-y divide-line border-t border-line">
        {order.lines.map((line) => (
          <LineRow key={line.id} line={line} />
        ))}
      </ul>
      <Sums order={order} />
    </Panel>
  );
}

function LineRow({ line }: { line: OrderLine }) {
  const { t, i18n } = useTranslation();
  const written = (money: Money) => formatMoney(money, i18n.language);
  const meta = [line.variant_title, line.sku].filter(Boolean).join(" · ");
  return (
    <li className="flex items-start gap-12 px-16 py-12 md:px-20">
      <Thumb url={line.image} size="line" />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <TextLink
          href={`/sell/products/${line.product_id}`}
          className="inline-flex items-center pointer-coarse:min-h-44 w-fit font-500"
        >
          {line.title}
        </TextLink>
        {meta && <span className="type-small text-ink-2">{meta}</span>}
        {line.personalisation && <span className="type-small">“{line.personalisation}”</span>}
        <LineState line={line} />
      </div>
      <div className="flex flex-col items-end">
        <span className="numbers font-500">{written(line.total)}</span>
        <span className="numbers type-small text-ink-2">
          {t("sell.order.times", { count: line.quantity, price: written(line.unit_price) })}
        </span>
      </div>
    </li>
  );
}

/** How many of a line are where, once they are not all in one place. */
function LineState({ line }: { line: OrderLine }) {
  const { t } = useTranslation();
  const { shipped, delivered, cancelled } = line.quantities;
  const parts = [
    openUnits(line) > 0 && shipped > 0 && t("sell.order.units.open", { count: openUnits(line) }),
    shipped > delivered && t("sell.order.units.shipped", { count: shipped - delivered }),
    delivered > 0 && t("sell.order.units.delivered", { count: delivered }),
    cancelled > 0 && t("sell.order.units.cancelled", { count: cancelled }),
  ].filter(Boolean);
  return parts.length > 0 && <span className="numbers type-small text-ink-2">{parts.join(" · ")}</span>;
}

function Sums({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const included = order.tax_inclusive ? "sell.order.sum.tax" : "sell.order.sum.taxAdded";
  const taxName = t(order.tax_reason === "standard" ? included : `sell.order.tax.${order.tax_reason}`);
  return (
    <dl className="flex flex-col gap-4 border-t border-line px-16 py-16 md:px-20">
      <Sum name={t("sell.order.sum.things")} money={order.subtotal} />
      <Sum name={t("sell.order.sum.discount")} money={order.discount} isLess isHiddenAtZero />
      <Sum name={t("sell.order.sum.shipping", { name: order.shipping_name })} money={order.shipping} />
      {!order.tax_inclusive && <Sum name={taxName} money={order.tax} />}
      <Sum name={t("sell.order.sum.total")} money={order.total} isStrong />
      {order.tax_inclusive && <Sum name={taxName} money={order.tax} isQuiet />}
      <Sum name={t("sell.order.sum.refunded")} money={order.refunded} isLess isHiddenAtZero />
      {order.promotion && (
        <Sum name={t("sell.order.sum.promotion")} money={order.promotion} isHiddenAtZero isQuiet />
      )}
      {order.commission && (
        <Sum name={t("sell.order.sum.commission")} money={order.commission} isLess isHiddenAtZero isQuiet />
      )}
      {order.remitted_tax && (
        <Sum
          name={t("sell.order.sum.remittedTax")}
          money={order.remitted_tax}
          isLess
          isHiddenAtZero
          isQuiet
        />
      )}
    </dl>
  );
}

type SumProps = {
  name: string;
  money: Money;
  isLess?: boolean;
  isStrong?: boolean;
  isQuiet?: boolean;
  isHiddenAtZero?: boolean;
};

function Sum({
  name,
  money,
  isLess = false,
  isStrong = false,
  isQuiet = false,
  isHiddenAtZero = false,
}: SumProps) {
  const { i18n } = useTranslation();
  if (isHiddenAtZero && money.amount === 0) return null;
  const shown = isLess ? { ...money, amount: -money.amount } : money;
  return (
    <div
      className={classes(
        "flex justify-between gap-16",
        isStrong && "font-600",
        isQuiet && "type-small text-ink-2",
      )}
    >
      <dt>{name}</dt>
      <dd className="numbers">{formatMoney(shown, i18n.language)}</dd>
    </div>
  );
}
