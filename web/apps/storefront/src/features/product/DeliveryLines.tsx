import type { Product } from "@feria/api";
import { formatDateRange, formatMoney, TextLink } from "@feria/ui";
import { ArrowCounterClockwiseIcon, TruckIcon } from "@feria/ui/icons";
import type { ReactNode } from "react";
import { useTranslation } from "../../texts";
import { countryName, roundMoney, useMarket } from "../../market";

/** What is sold out arrives on no day. Otherwise: when it arrives, what that costs, where it comes from, and how it goes back. */
export function DeliveryLines({ product, isSoldOut }: { product: Product; isSoldOut: boolean }) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const note = product.shipping_note;
  const from = [note.town, countryName(note.country, locale)].filter(Boolean).join(", ");
  const dates =
    note.delivery &&
    formatDateRange(note.delivery.earliest, note.delivery.latest, { locale, timeZone: "UTC" });
  const cost = note.price && (note.price.amount === 0 ? t("product.free") : formatMoney(note.price, locale));
  const isFreeLater = note.free_from && note.price && note.price.amount > 0;
  const days = product.seller.returns_days;
  return (
    <ul className="flex flex-col gap-16 border-t border-line pt-20">
      {product.fulfilment === "ship" && (
        <Line icon={<TruckIcon aria-hidden className="size-20" />}>
          {!isSoldOut && (
            <p className="numbers font-500">
              {dates ? t("product.arrives", { dates }) : t("product.sentIn", { count: note.processing_days })}
              {cost && ` · ${cost}`}
            </p>
          )}
          <p className="type-label text-ink-2">
            {t("product.sentFrom", { from })}
            {isFreeLater &&
              note.free_from &&
              ` · ${t("product.freeFrom", { price: roundMoney(note.free_from, locale), name: product.seller.name })}`}
          </p>
        </Line>
      )}
      {Boolean(days) && (
        <Line icon={<ArrowCounterClockwiseIcon aria-hidden className="size-20" />}>
          <p className="font-500">{t("product.returns", { count: days })}</p>
          <TextLink href={`/shops/${product.seller.slug}`} className="reach type-label">
            {t("product.returnsHow", { name: product.seller.name })}
          </TextLink>
        </Line>
      )}
    </ul>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-12">
      <span className="pt-2 text-ink-2">{icon}</span>
      <div>{children}</div>
    </li>
  );
}
