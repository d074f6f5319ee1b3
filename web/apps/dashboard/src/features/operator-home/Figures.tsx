import { formatPercent } from "@feria/ui";
import { useTranslation } from "react-i18next";

/** A sum of thirty days, and of the thirty before. */
export type Figure = { now: number; before: number };
export type Shown = { name: string; figure: Figure; format: (value: number) => string };

/** Sums of thirty days, each with the thirty before. */
export function Figures({ items }: { items: Shown[] }) {
  return (
    <dl className="grid gap-12 sm:grid-cols-2 lg:grid-cols-3">
      {items.map((item) => (
        <div key={item.name} className="rounded-panel border border-line bg-surface p-16 md:p-20">
          <dt className="text-ink-2">{item.name}</dt>
          <dd className="flex flex-col gap-4">
            <span className="type-price-large">{item.format(item.figure.now)}</span>
            <Change {...item} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ figure: { now, before }, format }: Shown) {
  const { t, i18n } = useTranslation();
  if (before <= 0) return <span className="type-small text-ink-2">{t("operator.figures.first")}</span>;
  const percent = Math.round((now / before - 1) * 100);
  const way = percent === 0 ? "same" : percent > 0 ? "more" : "less";
  return (
    <span className="numbers type-small text-ink-2">
      {t(`operator.figures.${way}`, {
        percent: formatPercent(Math.abs(percent), i18n.language),
        before: format(before),
      })}
    </span>
  );
}
