import { itemsOf, useDownloadReport, useImportReport, type Import, type ImportLine } from "@feria/api";
import { Button, showToast, StatusDot, TextLink } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { ListPanel } from "../../frame/ListPanel";
import { useProblemText } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";
import { useCount } from "./count";
import { TONES } from "./tones";

export const OUTCOMES = ["refused", "changed", "skipped", "imported"] as const;
type Outcome = ImportLine["outcome"];

type ReportPartProps = { sellerId: string; one: Import; outcome: string | undefined };

/** What became of each line of the file. */
export function ReportPart({ sellerId, one, outcome }: ReportPartProps) {
  const { t } = useTranslation();
  const wanted = OUTCOMES.find((known) => known === outcome);
  const list = useImportReport(sellerId, one.id, wanted);
  const lines = itemsOf(list.data);
  const address = (filter: Outcome | undefined) =>
    addressOf("/sell/imports", { import: one.id, outcome: filter });
  const views = [
    { href: address(undefined), label: t("sell.imports.report.all"), isCurrent: wanted === undefined },
    ...OUTCOMES.map((known) => ({
      href: address(known),
      label: t(`sell.imports.report.${one.dry_run && known === "imported" ? "importable" : known}`),
      isCurrent: known === wanted,
    })),
  ];
  return (
    <ListPanel
      list={list}
      views={{ label: t("sell.imports.report.views"), items: views }}
      tools={lines.length > 0 && <DownloadReport sellerId={sellerId} importId={one.id} />}
    >
      {lines.length === 0 ? (
        <p className="p-20 text-ink-2">{t("sell.imports.report.none")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {lines.map((line, place) => (
            <ReportLine key={`${line.line}-${line.field}-${place}`} line={line} isTrial={one.dry_run} />
          ))}
        </ul>
      )}
    </ListPanel>
  );
}

function DownloadReport(which: { sellerId: string; importId: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const download = useDownloadReport();
  const run = () =>
    download.mutate(which, {
      onSuccess: (file) => saveFile(file, "report.csv"),
      onError: (fault) => showToast({ text: problemText(fault) }),
    });
  return (
    <Button isBusy={download.isPending} onClick={run}>
      {t("sell.imports.report.download")}
    </Button>
  );
}

function ReportLine({ line, isTrial }: { line: ImportLine; isTrial: boolean }) {
  const { t } = useTranslation();
  const count = useCount();
  const outcome = isTrial && line.outcome === "imported" ? "importable" : line.outcome;
  return (
    <li className="grid grid-cols-2 items-baseline gap-x-16 gap-y-2 px-16 py-12 md:grid-cols-6 md:px-20">
      <span className="numbers text-ink-2">
        {t("sell.imports.report.line", { number: count(line.line) })}
      </span>
      <span className="max-md:text-end">
        <StatusDot tone={TONES[line.outcome]}>{t(`sell.imports.report.${outcome}`)}</StatusDot>
      </span>
      <span className="col-span-2 min-w-0 md:col-span-4">
        {line.field && <span className="font-500">{line.field} </span>}
        {line.message}
        <span className="block truncate type-small text-ink-2">
          {line.product_id ? (
            <TextLink href={`/sell/products/${line.product_id}`}>{line.handle}</TextLink>
          ) : (
            line.handle
          )}
        </span>
      </span>
    </li>
  );
}
