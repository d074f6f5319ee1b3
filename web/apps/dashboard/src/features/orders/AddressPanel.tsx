import type { Address, SellerOrder } from "@feria/api";
import { Button, Panel } from "@feria/ui";
import { CheckIcon, CopyIcon } from "@feria/ui/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { countryName } from "../../frame/countries";
import { ChangeAddress } from "./ChangeAddress";
import { canMove } from "./rules";

/** Where it goes, as it is written on a parcel. */
export function AddressPanel({ order }: { order: SellerOrder }) {
  const { t, i18n } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const lines = addressLines(order.shipping_address, i18n.language);
  const copy = async () => {
    await navigator.clipboard.writeText(lines.join("\n"));
    setIsCopied(true);
  };
  return (
    <Panel
      title={t(order.pickup ? "sell.order.collected" : "sell.order.address")}
      actions={
        <Button
          variant="quiet"
          onClick={() => void copy()}
          icon={
            isCopied ? (
              <CheckIcon aria-hidden className="size-16" />
            ) : (
              <CopyIcon aria-hidden className="size-16" />
            )
          }
        >
          <span role="status">{isCopied ? t("frame.problem.copied") : t("frame.problem.copy")}</span>
        </Button>
      }
    >
      {order.gift_note && (
        <div className="mb-16 rounded-control bg-sunken p-12">
          <p className="type-label">{t("sell.order.giftNote")}</p>
          <p className="break-words whitespace-pre-line">{order.gift_note}</p>
        </div>
      )}
      {order.pickup && (
        <p className="pb-12 text-ink-2">
          {t("sell.order.collectedAt", { place: `${order.pickup.line1}, ${order.pickup.city}` })}
        </p>
      )}
      <address className="type-body not-italic">
        {lines.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </address>
      {canMove(order) && (
        <div className="-ms-12 pt-4">
          <ChangeAddress order={order} />
        </div>
      )}
      {order.shipping_address.phone && (
        <p className="pt-8 text-ink-2">{t("sell.order.phone", { phone: order.shipping_address.phone })}</p>
      )}
    </Panel>
  );
}

/** The lines of a label; the country is written out. */
export function addressLines(address: Address, locale: string): string[] {
  const town = [address.postal_code, address.city].filter(Boolean).join(" ");
  return [
    address.name,
    address.company,
    address.line1,
    address.line2,
    town,
    address.region,
    countryName(address.country, locale),
  ].filter((line): line is string => Boolean(line));
}
