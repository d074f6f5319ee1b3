import type { Shipment } from "@feria/api";
import { TextLink, classes } from "@feria/ui";
import { ArrowSquareOutIcon, TruckIcon } from "@feria/ui/icons";
import { useTexts } from "../../useTexts";

const NAMES: Record<string, string> = { ups: "UPS", fedex: "FedEx" };
const TROUBLE = new Set<Shipment["status"]>(["exception", "returned", "lost"]);

/** One parcel: who carries it, where it is, and the way it has come. */
export function Parcel({ parcel, isOne }: { parcel: Shipment; isOne: boolean }) {
  const { t, list } = useTexts();
  const { tracking_number: number, tracking_url: page } = parcel;
  const carrier = NAMES[parcel.carrier] ?? parcel.carrier;
  return (
    <div className="flex items-start gap-12 rounded-control bg-sunken px-16 py-12">
      <TruckIcon aria-hidden className="mt-2 size-20 shrink-0" />
      <div className="flex min-w-0 flex-col gap-4">
        <p className="flex flex-wrap items-baseline gap-x-8">
          <span>{carrier || t("orders.parcel")}</span>
          {page ? (
            <TextLink
              href={page}
              target="_blank"
              rel="noreferrer"
              className="numbers inline-flex items-center gap-4"
            >
              {number}
              <ArrowSquareOutIcon aria-hidden className="size-16" />
              <span className="sr-only">{t("orders.trackingOpens", { carrier })}</span>
            </TextLink>
          ) : (
            <span className="numbers break-all">{number}</span>
          )}
        </p>
        {!isOne && (
          <p className="type-label text-ink-2">
            {list(parcel.items.map((item) => `${item.quantity} × ${item.title}`))}
          </p>
        )}
        <p className={classes("type-label", TROUBLE.has(parcel.status) ? "text-warn" : "text-ink-2")}>
          {t(`orders.parcelState.${parcel.status}`)}
        </p>
        <Way parcel={parcel} />
      </div>
    </div>
  );
}

/** What the carrier said, the newest first. */
function Way({ parcel }: { parcel: Shipment }) {
  const { t, moment } = useTexts();
  if (parcel.events.length === 0) return null;
  return (
    <details>
      <summary className="inline-flex min-h-24 cursor-pointer items-center type-label text-ink-2 underline underline-offset-4 pointer-coarse:min-h-44">
        {t("orders.parcelWay", { count: parcel.events.length })}
      </summary>
      <ol className="flex flex-col gap-12 pt-8">
        {parcel.events.toReversed().map((event) => (
          <li key={`${event.at} ${event.text}`} className="flex flex-col">
            <span>
              {[event.text || t(`orders.parcelState.${event.status}`), event.place]
                .filter(Boolean)
                .join(" · ")}
            </span>
            <time dateTime={event.at} className="numbers type-label text-ink-2">
              {moment(event.at)}
            </time>
          </li>
        ))}
      </ol>
    </details>
  );
}
