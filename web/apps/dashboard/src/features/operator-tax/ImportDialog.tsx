import { useImportTaxRates, type TaxRateImport } from "@feria/api";
import { Button, Dialog, FileDrop, Note, Progress, showToast } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { useRateWords } from "./words";

/** A file of rates: first what it would do, then doing it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const trial = useImportTaxRates();
  const taking = useImportTaxRates();
  const seen = trial.data;
  const changes = seen ? seen.added + seen.changed : 0;
  const choose = (chosen: File) => {
    setFile(chosen);
    taking.reset();
    trial.mutate({ file: chosen });
  };
  const again = () => {
    trial.reset();
    taking.reset();
    setFile(null);
  };
  const take = () =>
    file &&
    seen &&
    taking.mutate(
      { file, version: seen.version },
      {
        onSuccess: ({ added, changed }) => {
          showToast({ text: t("tax.import.done", { added, changed }) });
          onClose();
        },
      },
    );
  const fault = taking.error ?? trial.error;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("tax.import.title")}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={file ? again : onClose}>{t(file ? "tax.import.another" : "frame.cancel")}</Button>
          {changes > 0 && (
            <Button variant="primary" isBusy={taking.isPending} onClick={take}>
              {t("tax.import.take")}
            </Button>
          )}
        </>
      }
    >
      <div className="dense flex flex-col gap-16">
        {fault && <Problem fault={fault} onRetry={file ? () => choose(file) : undefined} />}
        {!file && <ChooseFile onFile={choose} />}
        {file && trial.isPending && (
          <Progress label={t("tax.import.reading", { name: file.name })} value={0} max={1} />
        )}
        {seen && <Preview seen={seen} />}
      </div>
    </Dialog>
  );
}

function ChooseFile({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("tax.import.help")}</p>
      <FileDrop
        label={t("tax.import.drop")}
        buttonLabel={t("tax.import.choose")}
        hint={t("tax.import.hint")}
        accept=".csv,text/csv"
        takesAll
        onFiles={([file]) => file && onFile(file)}
      />
    </>
  );
}

/** What is wrong with the file, else what it adds and changes. */
function Preview({ seen }: { seen: TaxRateImport }) {
  const { t } = useTranslation();
  const words = useRateWords();
  const { added, changed, unchanged, faults, lines } = seen;
  if (faults.length > 0) {
    return (
      <>
        <Note tone="bad">{t("tax.import.faults", { count: faults.length })}</Note>
        <ul className="flex flex-col gap-4">
          {faults.map(({ line, column, message }) => (
            <li key={`${line} ${column} ${message}`}>
              <span className="numbers text-ink-2">{t("tax.import.line", { line })}</span>{" "}
              {column && <span className="font-500">{column} </span>}
              {message}
            </li>
          ))}
        </ul>
      </>
    );
  }
  if (added + changed === 0) return <Note>{t("tax.import.nothing")}</Note>;
  const more = added + changed - lines.length;
  return (
    <>
      <p className="font-500">{t("tax.import.counts", { added, changed, unchanged })}</p>
      <ul aria-label={t("tax.import.lines")} className="divide-y divide-line border-y border-line">
        {lines.map((line) => (
          <li key={line.line} className="flex flex-wrap justify-between gap-x-16 py-8">
            <span>
              {words.name(line)}{" "}
              <span className="text-ink-2">{t("tax.since", { day: words.day(line.valid_from) })}</span>
            </span>
            <span className="numbers">
              {words.percent(line.rate_bps)}{" "}
              <span className="text-ink-2">{t(`tax.import.${line.effect}`)}</span>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-ink-2">{t("tax.import.more", { count: more })}</p>}
    </>
  );
}
