import type { Shipment } from "@feria/api";
import { Panel, formatMoment } from "@feria/ui";
import { TruckIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";

/** Parcels that have left. */
export function ParcelList({ shipments }: { shipments: Shipment[] }) {
  const { t } = useTranslation();
  if (shipments.length === 0) return null;
  return (
    <Panel title={t("sell.order.parcels")} flush>
      <ul className="divide-y divide-line border-t border-line">
        {shipments.map((shipment) => (
          <Parcel key={shipment.id} shipment={shipment} />
        ))}
      </ul>
    </Panel>
  );
}

function Parcel({ shipment }: { shipment: Shipment }) {
  const { t, i18n } = useTranslation();
  const texts = { locale: i18n.language };
  const things = shipment.items.map((item) => `${item.quantity} × ${item.title}`).join(", ");
  return (
    <li className="flex items-start gap-12 px-16 py-12 md:px-20">
      <TruckIcon aria-hidden className="mt-2 size-20 shrink-0 text-ink-2" />
      <div className="flex min-w-0 flex-col gap-2">
        <p className="font-500">
          {shipment.carrier}
          {shipment.tracking_number && (
            <span className="numbers font-400"> · {shipment.tracking_number}</span>
          )}
        </p>
        <p className="type-small text-ink-2">{things}</p>
        <p className="type-small text-ink-2">
          {shipment.delivered_at
            ? t("sell.order.arrivedAt", { at: formatMoment(shipment.delivered_at, texts) })
            : t("sell.order.leftAt", { at: formatMoment(shipment.shipped_at, texts) })}
        </p>
      </div>
    </li>
  );
}
