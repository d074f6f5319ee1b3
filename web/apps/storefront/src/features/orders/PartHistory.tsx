import type { SellerOrder } from "@feria/api";
import { CaretDownIcon } from "@feria/ui/icons";
import { useTexts } from "../../useTexts";

/** Who did what with a seller's part, when and why; folded, for the panel above says how it stands. */
export function PartHistory({ part }: { part: SellerOrder }) {
  const { t, moment } = useTexts();
  return (
    <details className="group">
      <summary className="flex min-h-48 cursor-pointer list-none items-center gap-8 px-16 type-label">
        {t("orders.history")}
        <CaretDownIcon aria-hidden className="size-16 transition-transform group-open:rotate-180" />
      </summary>
      <ol className="flex flex-col gap-12 px-16 pb-16">
        {part.timeline.map((entry) => (
          <li key={`${entry.at} ${entry.status}`} className="border-s border-line-strong ps-12">
            <p>
              {t(`orders.step.${entry.status}`)}
              {entry.reason && <span className="text-ink-2">: {entry.reason}</span>}
            </p>
            {entry.note && <p className="type-label text-ink-2">{entry.note}</p>}
            <p className="numbers type-label text-ink-2">
              {moment(entry.at)} · {t(`orders.by.${entry.actor}`, { seller: part.seller.name })}
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}
