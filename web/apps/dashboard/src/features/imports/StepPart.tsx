import type { Import } from "@feria/api";
import { Button, FileDrop, LinkButton, Note, Panel, Progress } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCount } from "./count";
import { PublishedPart } from "./PublishedPart";
import type { WizardHandle } from "./useWizard";

type StepPartProps = { wizard: WizardHandle; one: Import };

/** What is so, and the one thing to do next. */
export function StepPart({ wizard, one }: StepPartProps) {
  const { t } = useTranslation();
  const { state } = wizard;
  switch (state.step) {
    case "sending":
      return <Progress label={t("sell.imports.sending", { name: state.file.name })} value={0} max={1} />;
    case "checking":
    case "importing":
      return <Running one={one} />;
    case "checked":
      return <Checked wizard={wizard} one={one} file={state.file} refusal={state.refusal} />;
    case "imported":
      return <Imported wizard={wizard} one={one} />;
    case "published":
      return <PublishedPart result={state.result} onReset={wizard.reset} />;
    case "failed":
      return (
        <Step title={t("sell.imports.failed")} text={one.failure || t("sell.imports.failedHelp")}>
          <Button onClick={wizard.reset}>{t("sell.imports.another")}</Button>
        </Step>
      );
    case "mapping":
    case "choose":
      return null;
  }
}

function Step({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <Panel>
      <div className="flex flex-col gap-16">
        <div role="status" className="flex flex-col gap-4">
          <h2 className="type-heading">{title}</h2>
          <p className="max-w-measure text-ink-2">{text}</p>
        </div>
        <div className="flex flex-wrap gap-8">{children}</div>
      </div>
    </Panel>
  );
}

function Running({ one }: { one: Import }) {
  const { t } = useTranslation();
  const count = useCount();
  return (
    <Panel>
      <Progress
        label={one.dry_run ? t("sell.imports.checking") : t("sell.imports.importing")}
        value={one.lines_done}
        max={one.lines_total}
        aside={t("sell.imports.lines", { done: count(one.lines_done), total: count(one.lines_total) })}
      />
    </Panel>
  );
}

type CheckedProps = StepPartProps & { file: File | null; refusal: string | undefined };

function Checked({ wizard, one, file, refusal }: CheckedProps) {
  const { t } = useTranslation();
  const count = useCount();
  const { imported = 0, published = 0, submitted = 0, refused = 0, lines_changed = 0 } = one.counts;
  const drafts = imported - published - submitted;
  const parts = [
    published > 0 && t("sell.imports.sum.goOnSale", { count: published, number: count(published) }),
    submitted > 0 && t("sell.imports.sum.goInReview", { count: submitted, number: count(submitted) }),
    drafts > 0 && t("sell.imports.sum.becomeDrafts", { count: drafts, number: count(drafts) }),
    refused > 0 && t("sell.imports.sum.refused", { count: refused, number: count(refused) }),
    lines_changed > 0 &&
      t("sell.imports.sum.changed", { count: lines_changed, number: count(lines_changed) }),
    t("sell.imports.nothingYet"),
  ].filter(Boolean);
  return (
    <Step
      title={t("sell.imports.sum.ready", { count: imported, number: count(imported) })}
      text={parts.join(" ")}
    >
      {refusal && <Note tone="bad">{refusal}</Note>}
      {file && imported > 0 && (
        <Button variant="primary" onClick={wizard.confirm}>
          {t("sell.imports.import", { number: count(imported) })}
        </Button>
      )}
      {file && <Button onClick={wizard.askColumns}>{t("sell.imports.askColumns")}</Button>}
      {file && <Button onClick={wizard.reset}>{t("sell.imports.another")}</Button>}
      {!file && imported > 0 && (
        <div className="w-full">
          <FileDrop
            label={t("sell.imports.again", { name: one.file_name })}
            buttonLabel={t("sell.imports.choose")}
            hint={t("sell.imports.againHelp")}
            accept=".csv,text/csv"
            onFiles={([again]) => again && wizard.choose(again)}
          />
        </div>
      )}
    </Step>
  );
}

function Imported({ wizard, one }: StepPartProps) {
  const { t } = useTranslation();
  const count = useCount();
  const { imported = 0, published = 0, submitted = 0, refused = 0, skipped = 0 } = one.counts;
  const parts = [
    published > 0 && t("sell.imports.sum.onSale", { count: published, number: count(published) }),
    submitted > 0 && t("sell.imports.sum.goInReview", { count: submitted, number: count(submitted) }),
    one.drafts > 0 && t("sell.imports.sum.drafts", { count: one.drafts, number: count(one.drafts) }),
    skipped > 0 && t("sell.imports.sum.skipped", { count: skipped, number: count(skipped) }),
    refused > 0 && t("sell.imports.sum.refused", { count: refused, number: count(refused) }),
  ].filter(Boolean);
  return (
    <Step
      title={t("sell.imports.sum.done", { count: imported, number: count(imported) })}
      text={parts.join(" ")}
    >
      {one.drafts > 0 && (
        <Button variant="primary" isBusy={wizard.isPublishing} onClick={wizard.publish}>
          {t("sell.imports.publish", { count: one.drafts, number: count(one.drafts) })}
        </Button>
      )}
      {one.drafts > 0 && (
        <LinkButton href="/sell/products?view=draft">{t("sell.imports.seeDrafts")}</LinkButton>
      )}
      <Button onClick={wizard.reset}>{t("sell.imports.another")}</Button>
    </Step>
  );
}
