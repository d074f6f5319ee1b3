import type { TimelineEntry } from "@feria/api";
import { Panel, formatMoment } from "@feria/ui";
import { useTranslation } from "react-i18next";

/** What happened, latest first. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("sell.order.timeline")}>
      <ol className="flex flex-col gap-12">
        {entries.toReversed().map((entry) => (
          <Entry key={entry.at + entry.status} entry={entry} />
        ))}
      </ol>
    </Panel>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t, i18n } = useTranslation();
  return (
    <li className="flex flex-col border-s border-line-strong ps-12">
      <span className="font-500">
        {t(`sell.timeline.${entry.status}`, { defaultValue: entry.status })}
        {entry.reason && <span className="font-400 text-ink-2">: {entry.reason}</span>}
      </span>
      {entry.note && <span className="type-small">{entry.note}</span>}
      <span className="type-small text-ink-2">
        {formatMoment(entry.at, { locale: i18n.language })} ·{" "}
        {t(`sell.actor.${entry.actor}`, { defaultValue: t("sell.actor.system") })}
      </span>
    </li>
  );
}
