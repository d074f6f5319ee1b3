import type { Return } from "@feria/api";
import { TextLink } from "@feria/ui";
import { ArrowSquareOutIcon } from "@feria/ui/icons";
import { useTexts } from "../../useTexts";
import { carrierName } from "./words";

/** Where what goes back is, by the word of its carrier. */
export function ReturnParcel({ found }: { found: Return }) {
  const { t, moment } = useTexts();
  const carrier = carrierName(found.carrier);
  if (!found.parcel) return null;
  return (
    <div className="flex flex-col gap-4 rounded-control bg-sunken px-16 py-12">
      <p className="flex flex-wrap items-baseline gap-x-8">
        <span>{carrier}</span>
        {found.tracking_url ? (
          <TextLink
            href={found.tracking_url}
            target="_blank"
            rel="noreferrer"
            className="numbers inline-flex items-center gap-4 break-all"
          >
            {found.tracking_number}
            <ArrowSquareOutIcon aria-hidden className="size-16 shrink-0" />
            <span className="sr-only">{t("claims.parcel.opens", { carrier })}</span>
          </TextLink>
        ) : (
          <span className="numbers break-all">{found.tracking_number}</span>
        )}
      </p>
      <p className="type-label text-ink-2">
        {t(`claims.parcel.${found.parcel}`, { seller: found.seller.name })}
      </p>
      {found.events.length > 0 && (
        <details>
          <summary className="inline-flex min-h-24 cursor-pointer items-center type-label text-ink-2 underline underline-offset-4 pointer-coarse:min-h-44">
            {t("claims.parcel.way", { count: found.events.length })}
          </summary>
          <ol className="flex flex-col gap-12 pt-8">
            {found.events.toReversed().map((event) => (
              <li key={`${event.at} ${event.text}`} className="flex flex-col">
                <span>{[event.text, event.place].filter(Boolean).join(" · ")}</span>
                <time dateTime={event.at} className="numbers type-label text-ink-2">
                  {moment(event.at)}
                </time>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
