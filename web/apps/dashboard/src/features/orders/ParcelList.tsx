import type { Label, SellerOrder } from "@feria/api";
import { Note, Panel, formatMoney } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Parcel } from "./Parcel";

const ENDED = new Set<Label["status"]>(["failed", "void_refused"]);

/** Parcels that are packed or have left, and labels that came to nothing. */
export function ParcelList({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const labels = order.labels ?? [];
  const ended = labels.filter(({ status }) => ENDED.has(status));
  if (order.shipments.length === 0 && ended.length === 0) return null;
  return (
    <Panel title={t(order.pickup ? "sell.order.readied" : "sell.order.parcels")} flush>
      <ul className="divide-y divide-line border-t border-line">
        {order.shipments.map((shipment) => (
          <Parcel
            key={shipment.id}
            shipment={shipment}
            isCollected={order.pickup !== null}
            label={labels.find((label) => label.shipment_id === shipment.id)}
          />
        ))}
        {ended.map((label) => (
          <Ended key={label.id} label={label} />
        ))}
      </ul>
    </Panel>
  );
}

function Ended({ label }: { label: Label }) {
  const { t, i18n } = useTranslation();
  return (
    <li className="px-16 py-12 md:px-20">
      <Note tone="warn">
        <p className="font-600">
          {t(`sell.label.ended.${label.status}`, {
            service: label.service_name,
            number: label.tracking_number,
            price: formatMoney(label.price, i18n.language),
          })}
        </p>
        <p>{label.reason}</p>
      </Note>
    </li>
  );
}
