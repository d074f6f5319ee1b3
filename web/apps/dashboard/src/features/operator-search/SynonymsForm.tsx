import { useReplaceSynonyms, type Synonyms } from "@feria/api";
import { Button, EmptyState, Field, Panel, Select, TextInput } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { FormProvider, useFieldArray, useFormContext, useWatch, type FieldPath } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { SaveBar } from "../../frame/SaveBar";
import { FormFaults } from "../../operator/FormFaults";
import { useSavedForm } from "../../operator/useSavedForm";
import { fieldsOf, newSet, setChanges, setDraft, synonymsSchema, type SynonymsFields } from "./synonyms";

const KINDS = ["equivalent", "one_way"] as const;

type SynonymsFormProps = { synonyms: Synonyms; onSaved: () => void; onStale: () => void };

/** Words that search takes for one another, set by set. */
export function SynonymsForm({ synonyms, onSaved, onStale }: SynonymsFormProps) {
  const { t } = useTranslation();
  const replace = useReplaceSynonyms();
  const base = fieldsOf(synonyms);
  const { form, save, discard, fault, isStale, isSaving } = useSavedForm<SynonymsFields>({
    name: "synonyms",
    version: synonyms.version,
    base,
    schema: synonymsSchema,
    write: ({ sets }) => replace.mutateAsync({ version: synonyms.version, items: sets.map(setDraft) }),
    fieldOf,
    onSaved,
  });
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "sets" });
  const changes = setChanges(base, form.watch()).map(({ kind, words }) =>
    words ? t(`operator.synonyms.change.${kind}`, { words }) : t("operator.synonyms.unnamed"),
  );
  const reload = () => {
    discard();
    onStale();
  };
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-20">
        <FormFaults fault={fault} isStale={isStale} onReload={reload} />
        {fields.length === 0 ? (
          <EmptyState title={t("operator.synonyms.none")} help={t("operator.synonyms.noneHelp")} />
        ) : (
          <Panel flush>
            <ol aria-label={t("operator.synonyms.title")} className="divide-y divide-line">
              {fields.map((field, place) => (
                <SetItem key={field.id} place={place} onRemove={() => remove(place)} />
              ))}
            </ol>
          </Panel>
        )}
        <Button
          className="self-start"
          icon={<PlusIcon aria-hidden className="size-16" />}
          onClick={() => append(newSet())}
        >
          {t("operator.synonyms.add")}
        </Button>
        <SaveBar
          changes={changes}
          saveLabel={t("operator.synonyms.save")}
          onSave={save}
          onDiscard={discard}
          isBusy={isSaving}
        />
      </form>
    </FormProvider>
  );
}

function SetItem({ place, onRemove }: { place: number; onRemove: () => void }) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<SynonymsFields>();
  const kind = useWatch<SynonymsFields, `sets.${number}.kind`>({ name: `sets.${place}.kind` });
  const errors = formState.errors.sets?.[place];
  const text = (field: "words" | "means", label: string) => (
    <Field
      name={`sets.${place}.${field}`}
      label={label}
      hint={t("operator.synonyms.hint")}
      error={errors?.[field]?.message && t(errors[field].message)}
      isRequired
    >
      <TextInput autoComplete="off" {...register(`sets.${place}.${field}`)} />
    </Field>
  );
  return (
    <li className="px-16 py-16 md:px-20">
      <fieldset className="grid items-start gap-16 md:grid-cols-4">
        <legend className="sr-only">{t("operator.synonyms.one", { place: place + 1 })}</legend>
        <Field name={`sets.${place}.kind`} label={t("operator.synonyms.kind")}>
          <Select
            options={KINDS.map((one) => ({ value: one, label: t(`operator.synonyms.kinds.${one}`) }))}
            {...register(`sets.${place}.kind`)}
          />
        </Field>
        {kind === "one_way" ? (
          <>
            {text("words", t("operator.synonyms.asked"))}
            {text("means", t("operator.synonyms.means"))}
          </>
        ) : (
          <div className="md:col-span-2">{text("words", t("operator.synonyms.words"))}</div>
        )}
        <Button variant="quiet" className="justify-self-start md:mt-24" onClick={onRemove}>
          {t("operator.synonyms.remove")}
          <span className="sr-only"> {place + 1}</span>
        </Button>
      </fieldset>
    </li>
  );
}

/** `items[1].words[0]` of the API is `sets.1.words` here. */
function fieldOf(apiField: string): FieldPath<SynonymsFields> | undefined {
  const [, place, name] = /^items\[(\d+)\]\.(words|means|kind)/.exec(apiField) ?? [];
  return place && name ? (`sets.${place}.${name}` as FieldPath<SynonymsFields>) : undefined;
}
