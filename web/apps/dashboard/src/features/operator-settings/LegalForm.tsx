import { useUpdateLegalPage, type LegalPage, type LegalPageDraft } from "@feria/api";
import { Field, Panel, PlainText, TextArea, TextInput } from "@feria/ui";
import { FormProvider, useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "../../zod";
import { changedLabels } from "../../frame/changes";
import { SaveBar } from "../../frame/SaveBar";
import { FormFaults } from "../../operator/FormFaults";
import { useSavedForm } from "../../operator/useSavedForm";

const BODY_LENGTH_MAX = 100_000;

const legalSchema = z.object({
  title: z.string().trim().min(1, "operator.legal.error.title").max(80),
  body: z.string().max(BODY_LENGTH_MAX, "operator.legal.error.body"),
});

type LegalFormProps = { page: LegalPage; onSaved: () => void; onStale: () => void };

/** A legal page as plain text, and beside it as buyers will read it. */
export function LegalForm({ page, onSaved, onStale }: LegalFormProps) {
  const { t } = useTranslation();
  const update = useUpdateLegalPage();
  const base: LegalPageDraft = { title: page.title, body: page.body };
  const { form, save, discard, fault, isStale, isSaving } = useSavedForm<LegalPageDraft>({
    name: `legal ${page.slug}`,
    version: page.version,
    base,
    schema: legalSchema,
    write: (body) => update.mutateAsync({ slug: page.slug, version: page.version, body }),
    fieldOf: (field) => (field === "title" || field === "body" ? field : undefined),
    onSaved,
  });
  const values = form.watch();
  const labels = { title: t("operator.legal.pageTitle"), body: t("operator.legal.body") };
  const reload = () => {
    discard();
    onStale();
  };
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-20">
        <FormFaults fault={fault} isStale={isStale} onReload={reload} />
        <div className="grid items-start gap-20 lg:grid-cols-2">
          <Panel title={t("operator.legal.text")}>
            <TextFields />
          </Panel>
          <Panel title={t("operator.legal.preview")}>
            <div className="flex flex-col gap-16 type-body">
              <p className="type-title">{values.title}</p>
              <PlainText body={values.body} />
            </div>
          </Panel>
        </div>
        <SaveBar
          changes={changedLabels(base, values, labels)}
          saveLabel={t("operator.legal.save")}
          onSave={save}
          onDiscard={discard}
          isBusy={isSaving}
        />
      </form>
    </FormProvider>
  );
}

function TextFields() {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<LegalPageDraft>();
  const text = (message: string | undefined) => message && t(message);
  const { title, body } = formState.errors;
  return (
    <div className="flex flex-col gap-16">
      <Field name="title" label={t("operator.legal.pageTitle")} isRequired error={text(title?.message)}>
        <TextInput maxLength={80} autoComplete="off" {...register("title")} />
      </Field>
      <Field
        name="body"
        label={t("operator.legal.body")}
        hint={t("operator.legal.bodyHint")}
        error={text(body?.message)}
      >
        <TextArea rows={16} {...register("body")} />
      </Field>
    </div>
  );
}
