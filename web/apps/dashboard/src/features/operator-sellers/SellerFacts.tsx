import { itemsOf, useMembers, useSellerOrders, type SellerFile } from "@feria/api";
import { Panel, TextLink, formatDay, formatMoney, stallProps, classes } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { Facts } from "../../operator/Facts";
import { useNames } from "../../operator/names";

const ORDERS_SHOWN = 5;

/** What the shop says of itself, to buyers and to the marketplace. */
export function ShopPanel({ seller }: { seller: SellerFile }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const { className, ...stall } = stallProps(seller.stall_hue);
  return (
    <Panel title={t("operator.sellers.shop")}>
      <div className="flex flex-col gap-20">
        <Facts
          items={[
            { name: t("operator.sellers.company"), value: seller.company || t("operator.sellers.notGiven") },
            { name: t("operator.sellers.vatId"), value: seller.vat_id || t("operator.sellers.notGiven") },
            {
              name: t("operator.sellers.place"),
              value: [seller.town, names.country(seller.country)].filter(Boolean).join(", "),
            },
            { name: t("operator.sellers.language"), value: names.language(seller.locale) },
            { name: t("operator.sellers.timeZone"), value: seller.time_zone.replaceAll("_", " ") },
            {
              name: t("operator.sellers.accepts"),
              value: t(seller.auto_accept ? "operator.sellers.acceptsSelf" : "operator.sellers.acceptsHand"),
            },
            {
              name: t("operator.sellers.applied"),
              value: formatDay(seller.created_at, { locale: i18n.language }),
            },
            { name: t("operator.sellers.number"), value: <code className="numbers">{seller.id}</code> },
          ]}
        />
        {seller.story && (
          <blockquote
            {...stall}
            className={classes(className, "max-w-measure rounded-control bg-stall-tint p-16 text-stall-text")}
          >
            {seller.story}
          </blockquote>
        )}
      </div>
    </Panel>
  );
}

/** Who acts for the shop. */
export function MembersPanel({ sellerId }: { sellerId: string }) {
  const { t } = useTranslation();
  const members = useMembers(sellerId);
  return (
    <Panel title={t("operator.sellers.members")}>
      {members.isError && <Problem fault={members.error} onRetry={() => void members.refetch()} />}
      <ul className="flex flex-col gap-12">
        {members.data?.items.map((member) => (
          <li key={member.account_id} className="flex flex-col">
            <span className="font-500">
              {member.name}{" "}
              <span className="font-400 text-ink-2">· {t(`operator.sellers.role.${member.role}`)}</span>
            </span>
            <TextLink
              href={`mailto:${member.email}`}
              className="inline-flex items-center pointer-coarse:min-h-44 w-fit py-4 break-all"
            >
              {member.email}
            </TextLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The shop's newest orders. */
export function OrdersPanel({ sellerId }: { sellerId: string }) {
  const { t, i18n } = useTranslation();
  const orders = useSellerOrders(sellerId, { limit: ORDERS_SHOWN });
  const items = itemsOf(orders.data);
  return (
    <Panel title={t("operator.sellers.orders")}>
      {orders.isError && <Problem fault={orders.error} onRetry={() => void orders.refetch()} />}
      {orders.isSuccess && items.length === 0 && (
        <p className="text-ink-2">{t("operator.sellers.noOrders")}</p>
      )}
      <ul className="flex flex-col">
        {items.map((order) => (
          <li key={order.id} className="flex items-baseline justify-between gap-12 py-4">
            <TextLink
              href={`/operator/orders/${order.number.split("-")[0]}`}
              className="inline-flex items-center pointer-coarse:min-h-44 numbers"
            >
              {order.number}
            </TextLink>
            <span className="numbers type-small text-ink-2">
              {formatDay(order.placed_at ?? order.created_at, { locale: i18n.language })}
            </span>
            <span className="numbers ms-auto">{formatMoney(order.total, i18n.language)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
