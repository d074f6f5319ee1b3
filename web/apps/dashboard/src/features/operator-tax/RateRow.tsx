import type { TaxRate } from "@feria/api";
import { Button, StatusDot, type Tone } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useRateWords } from "./words";

const TONES: Record<TaxRate["state"], Tone> = { in_force: "good", future: "info", superseded: "neutral" };

type RateRowProps = { rate: TaxRate; onEdit: () => void; onDelete: () => void };

/** One rate of a country: for what, how much, since when and by whose word. */
export function RateRow({ rate, onEdit, onDelete }: RateRowProps) {
  const { t } = useTranslation();
  const words = useRateWords();
  const name = words.name(rate);
  return (
    <li className="grid grid-cols-2 items-center gap-x-16 gap-y-4 px-16 py-12 md:grid-cols-6 md:px-20">
      <span className="min-w-0">
        <span className="font-500">{words.category(rate.tax_category)}</span>
        {rate.region_name && <span className="block type-small text-ink-2">{rate.region_name}</span>}
      </span>
      <span className="numbers text-end font-600">{words.percent(rate.rate_bps)}</span>
      <span className="numbers">{t("tax.since", { day: words.day(rate.valid_from) })}</span>
      <span className="max-md:text-end">
        <StatusDot tone={TONES[rate.state]}>{t(`tax.state.${rate.state}`)}</StatusDot>
      </span>
      <span className="min-w-0 type-small text-ink-2 max-md:col-span-2">
        {rate.source || t("tax.source.none")}
      </span>
      <span className="flex gap-8 max-md:col-span-2 md:justify-end">
        <Button variant="quiet" onClick={onEdit} aria-label={t("tax.edit.of", { name })}>
          {t("tax.edit")}
        </Button>
        <Button variant="quiet" onClick={onDelete} aria-label={t("tax.delete.of", { name })}>
          {t("tax.delete")}
        </Button>
      </span>
    </li>
  );
}
