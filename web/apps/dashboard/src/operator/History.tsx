import { formatMoment } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export type HistoryEntry = { key: string; at: string; what: ReactNode; who: ReactNode; why?: string };

/** What happened, newest first: what, when, by whom, and why. */
export function History({ entries }: { entries: HistoryEntry[] }) {
  const { i18n } = useTranslation();
  return (
    <ol className="flex flex-col gap-16">
      {entries.map((entry) => (
        <li key={entry.key} className="flex flex-col gap-2 border-s-2 border-line ps-12">
          <span className="font-500">{entry.what}</span>
          <span className="numbers type-small text-ink-2">
            <time dateTime={entry.at}>{formatMoment(entry.at, { locale: i18n.language })}</time> · {entry.who}
          </span>
          {entry.why && <q className="text-ink-2">{entry.why}</q>}
        </li>
      ))}
    </ol>
  );
}
