import { useAssignColumns, useImportColumns, type Import, type ImportColumns } from "@feria/api";
import { Button, Checkbox, ErrorSummary, Field, Note, Panel, Select, type SelectOption } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, useProblemText } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { choicesOf, doubles, mappingOf, missing, type Choices } from "./mapping";
import { PreviewPart } from "./PreviewPart";
import { useFieldName } from "./useFieldName";

type MappingPartProps = { sellerId: string; one: Import };

/** A file of no known format: which of its columns is what. */
export function MappingPart({ sellerId, one }: MappingPartProps) {
  const found = useImportColumns(sellerId, one.id);
  if (found.error) return <Problem fault={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <WaitingPage />;
  return <MappingForm sellerId={sellerId} one={one} found={found.data} />;
}

function MappingForm({ sellerId, one, found }: MappingPartProps & { found: ImportColumns }) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState<Choices>(() => choicesOf(found.columns));
  const [hasComma, setHasComma] = useState(found.decimal_comma);
  const [isAsked, setIsAsked] = useState(false);
  const assign = useAssignColumns();
  const problemText = useProblemText();
  const errors = useErrors(choices, found);
  const mapping = mappingOf(choices, hasComma);
  const send = () => {
    setIsAsked(true);
    if (errors.length === 0) assign.mutate({ sellerId, importId: one.id, mapping });
  };
  return (
    <>
      <Panel title={t("sell.imports.mapping.title")}>
        <div className="flex flex-col gap-20">
          <p className="max-w-measure text-ink-2">
            {t(found.remembered ? "sell.imports.mapping.remembered" : "sell.imports.mapping.help")}
          </p>
          {isAsked && (
            <ErrorSummary
              title={t("sell.imports.mapping.errors", { count: errors.length })}
              errors={errors}
            />
          )}
          <ColumnFields
            found={found}
            choices={choices}
            errors={errors}
            onChoose={(name, field) => setChoices({ ...choices, [name]: field })}
          />
          <Checkbox
            label={t("sell.imports.mapping.comma")}
            checked={hasComma}
            onChange={(event) => setHasComma(event.target.checked)}
          />
        </div>
      </Panel>
      <PreviewPart sellerId={sellerId} importId={one.id} mapping={errors.length === 0 ? mapping : null} />
      {assign.error && <Note tone="bad">{problemText(assign.error)}</Note>}
      <div className="flex flex-wrap items-center gap-12">
        <Button variant="primary" isBusy={assign.isPending} onClick={send}>
          {t("sell.imports.mapping.check")}
        </Button>
        <span className="text-ink-2">{t("sell.imports.nothingYet")}</span>
      </div>
    </>
  );
}

type MappingError = { field: string; message: string };

/** What has to be put right before the file can be read; each leads to a column. */
function useErrors(choices: Choices, found: ImportColumns): MappingError[] {
  const { t } = useTranslation();
  const fieldName = useFieldName(found.fields);
  const first = found.columns.find(({ name }) => !choices[name]) ?? found.columns[0];
  return [
    ...missing(choices, found.fields).map((field) => ({
      field: `column.${first?.name}`,
      message: t("sell.imports.mapping.missing", { field: fieldName(field) }),
    })),
    ...doubles(choices).map((name) => ({
      field: `column.${name}`,
      message: t("sell.imports.mapping.double", { column: name, field: fieldName(choices[name] ?? "") }),
    })),
  ];
}

type ColumnFieldsProps = {
  found: ImportColumns;
  choices: Choices;
  errors: MappingError[];
  onChoose: (name: string, field: string) => void;
};

function ColumnFields({ found, choices, errors, onChoose }: ColumnFieldsProps) {
  const { t } = useTranslation();
  const fieldName = useFieldName(found.fields);
  const doubled = doubles(choices);
  const options: SelectOption[] = [
    { value: "", label: t("sell.imports.mapping.leaveOut") },
    ...found.fields.map(({ name }) => ({ value: name, label: fieldName(name) })),
  ];
  return (
    <div className="grid items-start gap-x-20 gap-y-16 sm:grid-cols-2 xl:grid-cols-3">
      {found.columns.map(({ name, samples }) => (
        <Field
          key={name}
          label={name}
          name={`column.${name}`}
          hint={samples.length > 0 ? samples.join(" · ") : t("sell.imports.mapping.empty")}
          error={doubled.includes(name) && errors.find(({ field }) => field === `column.${name}`)?.message}
        >
          <Select
            options={options}
            value={choices[name] ?? ""}
            onChange={(event) => onChoose(name, event.target.value)}
          />
        </Field>
      ))}
    </div>
  );
}
