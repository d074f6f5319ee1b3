import { ApiProblem, useUpdateSeller, type SellerFile } from "@feria/api";
import { ErrorSummary, showToast } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useMemo, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Attention } from "../../frame/Attention";
import { changedLabels } from "../../frame/changes";
import { useDraft } from "../../frame/draft";
import { Problem } from "../../frame/Problem";
import { SaveBar } from "../../frame/SaveBar";
import { Stale } from "../../frame/Stale";
import { LegalPanel } from "./LegalPanel";
import { LookPanel } from "./LookPanel";
import { SignsPanel } from "./SignsPanel";
import { StallPreview } from "./StallPreview";
import { StoryPanel } from "./StoryPanel";
import { API_FIELDS, stallBody, stallSchema, stallValues, type StallValues } from "./stallForm";

type StallPageProps = { file: SellerFile; onReload: () => Promise<SellerFile | undefined> };

/** What buyers see of the shop, and how it works. */
export function StallPage({ file, onReload }: StallPageProps) {
  const { t } = useTranslation();
  const saving = useSaving({ file, onReload });
  const { form, values, changes, errors } = saving;
  const preview = <StallPreview sellerId={file.id} values={values} logo={file.logo} banner={file.banner} />;
  return (
    <form noValidate onSubmit={(event) => event.preventDefault()}>
      <div className="flex flex-col gap-20">
        {errors.length > 0 && (
          <ErrorSummary title={t("sell.field.errors", { count: errors.length })} errors={errors} />
        )}
        {saving.isStale && <Stale onTake={() => void saving.takeOther()} />}
        {saving.fault && (
          <Attention>
            <Problem fault={saving.fault} />
          </Attention>
        )}
        <div className="grid items-start gap-20 xl:grid-cols-3">
          <div className="flex min-w-0 flex-col gap-20 xl:col-span-2">
            <StoryPanel form={form} />
            <LookPanel form={form} />
            <div className="xl:hidden">{preview}</div>
            <SignsPanel file={file} onSaved={saving.noteVersion} />
            <LegalPanel form={form} />
          </div>
          <div className="sticky top-20 max-xl:hidden">{preview}</div>
        </div>
      </div>
      <SaveBar
        changes={changes}
        saveLabel={t("sell.shop.save")}
        onSave={() => void saving.save()}
        onDiscard={() => form.reset()}
        isBusy={saving.isBusy}
      />
    </form>
  );
}

function useSaving({ file, onReload }: StallPageProps) {
  const { t } = useTranslation();
  const update = useUpdateSeller();
  const [version, setVersion] = useState(file.version);
  const [base, setBase] = useState(() => stallValues(file));
  const schema = useMemo(() => stallSchema(t("sell.field.required")), [t]);
  const form = useForm<StallValues>({ resolver: zodResolver(schema), defaultValues: base });
  const draft = useDraft(`feria.draft.stall.${file.id}`, form, String(version));
  // Who leaves the page has been asked; only loading it again brings the draft back.
  useEffect(() => draft.clear, [draft]);
  const values = useWatch({ control: form.control }) as StallValues;
  const take = (other: SellerFile) => {
    setVersion(other.version);
    setBase(stallValues(other));
    form.reset(stallValues(other));
    update.reset();
  };
  const save = form.handleSubmit((typed) =>
    update.mutate(
      { sellerId: file.id, version, body: stallBody(typed) },
      {
        onSuccess: (saved) => {
          take({ ...file, ...saved });
          draft.clear();
          showToast({ text: t("sell.shop.saved") });
        },
        onError: (fault) => {
          for (const { field, message } of fault instanceof ApiProblem ? fault.errors : []) {
            form.setError(API_FIELDS[field] ?? (field as keyof StallValues), { message });
          }
        },
      },
    ),
  );
  const labels = useLabels();
  const problem = update.error instanceof ApiProblem ? update.error : null;
  const errors = Object.entries(form.formState.errors).map(([field, error]) => ({
    field,
    message: `${labels[field as keyof StallValues]}: ${error.message ?? ""}`,
  }));
  return {
    form,
    values,
    errors,
    save,
    changes: changedLabels(base, values, labels),
    isBusy: update.isPending,
    isStale: problem?.status === 412,
    fault: update.error && problem?.status !== 412 && !problem?.errors.length ? update.error : null,
    takeOther: async () => take((await onReload()) ?? file),
    /** A picture was saved in between by this very page. */
    noteVersion: (saved: { version: number }) => setVersion(saved.version),
  };
}

const NAMED = [
  "name",
  "town",
  "country",
  "story",
  "hue",
  "acceptance",
  "company",
  "vatId",
  "street",
  "street2",
  "postalCode",
  "seat",
  "region",
  "timeZone",
  "locale",
] as const satisfies (keyof StallValues)[];

function useLabels(): Record<keyof StallValues, string> {
  const { t } = useTranslation();
  return Object.fromEntries(NAMED.map((name) => [name, t(`sell.shop.field.${name}`)])) as Record<
    keyof StallValues,
    string
  >;
}
