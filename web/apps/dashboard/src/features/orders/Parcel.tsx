import { fetchLabel, useHandOver, useVoidLabel, type Label, type Shipment } from "@feria/api";
import { Button, Note, StatusDot, formatMoment, formatMoney } from "@feria/ui";
import { TruckIcon } from "@feria/ui/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { openFile } from "../../packing/openFile";
import { PARCEL_TONES, ParcelNumber, ParcelWay, useCarrierName } from "../../packing/ParcelWay";

type ParcelProps = { shipment: Shipment; label: Label | undefined; isCollected: boolean };

/** One parcel: who carries it, what is inside, what the carrier says, and what can be done while it has not left. */
export function Parcel({ shipment, label, isCollected }: ParcelProps) {
  const { t, i18n } = useTranslation();
  const texts = { locale: i18n.language };
  const things = shipment.items.map((item) => `${item.quantity} × ${item.title}`).join(", ");
  const carrier = useCarrierName();
  return (
    <li className="flex items-start gap-12 px-16 py-12 md:px-20">
      <TruckIcon aria-hidden className="mt-2 size-20 shrink-0 text-ink-2" />
      <div className="flex min-w-0 flex-1 flex-col gap-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-16">
          <p className="font-500">
            {carrier(shipment.carrier)}
            <ParcelNumber number={shipment.tracking_number} url={shipment.tracking_url} />
          </p>
          <StatusDot tone={PARCEL_TONES[shipment.status]}>
            {isCollected
              ? t(shipment.delivered_at ? "sell.parcel.collected" : "sell.parcel.ready")
              : t(`sell.parcel.${shipment.status}`)}
          </StatusDot>
        </div>
        <p className="type-small text-ink-2">{things}</p>
        {label && (
          <p className="type-small text-ink-2">
            {label.service_name} · <span className="numbers">{formatMoney(label.price, i18n.language)}</span>
          </p>
        )}
        {shipment.shipped_at && (
          <p className="type-small text-ink-2">
            {t(momentOf(shipment, isCollected), {
              at: formatMoment(shipment.delivered_at ?? shipment.shipped_at, texts),
            })}
          </p>
        )}
        {label && <LabelSteps shipment={shipment} label={label} />}
        <ParcelWay events={shipment.events} />
      </div>
    </li>
  );
}

function momentOf({ delivered_at: arrived }: Shipment, isCollected: boolean): string {
  if (isCollected) return arrived ? "sell.order.collectedOn" : "sell.order.readyAt";
  return arrived ? "sell.order.arrivedAt" : "sell.order.leftAt";
}

/** Print, hand over, take back: what a label allows now. */
function LabelSteps({ shipment, label }: { shipment: Shipment; label: Label }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [handOver, takeBack] = [useHandOver(), useVoidLabel()];
  const [fault, setFault] = useState<unknown>(null);
  const parcel = { orderId: shipment.seller_order_id, shipmentId: shipment.id };
  if (label.status === "requested") return <Note tone="info">{t("sell.label.waiting")}</Note>;
  if (label.status === "void_requested") return <Note tone="info">{t("sell.label.voiding")}</Note>;
  if (label.status !== "bought") return null;
  const print = async () => {
    setFault(null);
    try {
      openFile(await fetchLabel(parcel), label.format, `${label.carrier}-${label.tracking_number}`);
    } catch (error) {
      setFault(error);
    }
  };
  const problem = handOver.error ?? takeBack.error ?? fault;
  return (
    <div className="flex flex-col gap-8 pt-4">
      <div className="flex flex-wrap gap-8">
        <Button onClick={() => void print()}>{t("sell.label.print")}</Button>
        {shipment.status === "label_created" && (
          <>
            <Button variant="primary" isBusy={handOver.isPending} onClick={() => handOver.mutate(parcel)}>
              {t("sell.label.handOver")}
            </Button>
            <Button variant="quiet" isBusy={takeBack.isPending} onClick={() => takeBack.mutate(parcel)}>
              {t("sell.label.takeBack")}
            </Button>
          </>
        )}
      </div>
      {Boolean(problem) && <Note tone="bad">{problemText(problem as Error)}</Note>}
    </div>
  );
}
