import type { Shipment } from "@feria/api";
import { TextLink, formatMoment, type Tone } from "@feria/ui";
import { ArrowSquareOutIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";

type ParcelEvent = Shipment["events"][number];

export const PARCEL_TONES: Record<Shipment["status"], Tone> = {
  label_created: "info",
  in_transit: "plum",
  out_for_delivery: "plum",
  delivered: "good",
  exception: "warn",
  returned: "bad",
  lost: "bad",
};
const CARRIERS = new Set(["ups", "fedex"]);

/** Carriers that labels are bought of have a name of their own; of others it is what was typed in. */
export function useCarrierName() {
  const { t } = useTranslation();
  return (carrier: string) => (CARRIERS.has(carrier) ? t(`sell.carrier.${carrier}`) : carrier);
}

/** A parcel's number, which leads to its carrier's page where that is known. */
export function ParcelNumber({ number, url }: { number: string; url: string | null }) {
  const { t } = useTranslation();
  if (!number) return null;
  if (!url) return <span className="numbers font-400 break-all"> · {number}</span>;
  return (
    <>
      {" · "}
      <TextLink
        href={url}
        target="_blank"
        rel="noreferrer"
        className="numbers inline-flex items-center gap-4 font-400 break-all pointer-coarse:min-h-44"
      >
        {number}
        <ArrowSquareOutIcon aria-hidden className="size-16 shrink-0" />
        <span className="sr-only">{t("sell.parcel.opens")}</span>
      </TextLink>
    </>
  );
}

/** What the carrier said, the newest first; the last word is in sight, the rest folds out. */
export function ParcelWay({ events }: { events: ParcelEvent[] }) {
  const { t, i18n } = useTranslation();
  if (events.length === 0) return null;
  return (
    <details className="pt-4">
      <summary className="cursor-pointer type-small text-ink-2 pointer-coarse:min-h-44">
        {t("sell.parcel.way", { count: events.length })}
      </summary>
      <ol className="flex flex-col gap-8 pt-8">
        {events.toReversed().map((event) => (
          <li key={`${event.at} ${event.text}`} className="flex flex-col">
            <span className="type-small">
              {[event.text || t(`sell.parcel.${event.status}`), event.place].filter(Boolean).join(" · ")}
            </span>
            <time dateTime={event.at} className="numbers type-small text-ink-2">
              {formatMoment(event.at, { locale: i18n.language })}
            </time>
          </li>
        ))}
      </ol>
    </details>
  );
}
