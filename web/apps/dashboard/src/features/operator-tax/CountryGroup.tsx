import type { TaxRate } from "@feria/api";
import { StatusDot } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import type { CountryRates } from "./groups";
import { RateRow } from "./RateRow";
import { useRateWords } from "./words";

type CountryGroupProps = {
  group: CountryRates;
  isOpen: boolean;
  onEdit: (rate: TaxRate) => void;
  onDelete: (rate: TaxRate) => void;
};

/** A country in one line with what it charges today, and all its rates inside. */
export function CountryGroup({ group, isOpen, onEdit, onDelete }: CountryGroupProps) {
  const { country, name, rates } = group;
  return (
    <li>
      <details open={isOpen}>
        <summary className="flex min-h-44 items-center gap-12 px-16 py-12 md:px-20">
          <span className="flex min-w-0 flex-1 flex-col gap-x-16 gap-y-2 md:flex-row md:items-baseline">
            <span className="font-600 md:basis-240">
              {name} <span className="font-400 text-ink-2">{country}</span>
            </span>
            <Today rates={rates} />
          </span>
          <CaretDownIcon aria-hidden className="size-20 flex-none in-open:rotate-180" />
        </summary>
        <ul aria-label={name} className="divide-y divide-line border-t border-line bg-sunken">
          {rates.map((rate) => (
            <RateRow key={rate.id} rate={rate} onEdit={() => onEdit(rate)} onDelete={() => onDelete(rate)} />
          ))}
        </ul>
      </details>
    </li>
  );
}

/** What holds now in the whole country, in how many regions something else does, and the next change. */
function Today({ rates }: { rates: TaxRate[] }) {
  const { t } = useTranslation();
  const words = useRateWords();
  const inForce = rates.filter(({ state }) => state === "in_force");
  const everywhere = inForce.filter(({ region }) => !region);
  const regions = new Set(inForce.map(({ region }) => region).filter(Boolean)).size;
  const [next] = rates
    .filter(({ state }) => state === "future")
    .map(({ valid_from: day }) => day)
    .sort();
  const parts = everywhere.map(
    (rate) => `${words.category(rate.tax_category)} ${words.percent(rate.rate_bps)}`,
  );
  if (regions > 0) parts.push(t("tax.regions", { count: regions }));
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-16 gap-y-2 text-ink-2">
      <span className="numbers">{parts.join(" · ") || t("tax.notYet")}</span>
      {next && <StatusDot tone="info">{t("tax.changes", { day: words.day(next) })}</StatusDot>}
    </span>
  );
}
