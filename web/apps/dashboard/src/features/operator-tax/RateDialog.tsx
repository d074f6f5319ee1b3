import { ApiProblem, sentence, useAddTaxRate, useChangeTaxRate, type TaxRate } from "@feria/api";
import { Button, Dialog, Field, Select, TextInput, showToast } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId, useState } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useCountries } from "../../frame/countries";
import { Problem } from "../../frame/Problem";
import { CHOICES, draftOf, FIELD_OF, fieldsOf, isOther, rateSchema, type RateFields } from "./fields";
import { useRateWords } from "./words";

// Whose regions the server knows by code and name.
const HAVE_REGIONS = ["US", "CA", "PT", "ES", "FR", "IT"];

type RateDialogProps = {
  /** The one to correct, or none for a new one. */
  rate: TaxRate | null;
  country: string;
  version: number;
  onReload: () => void;
  onClose: () => void;
};

/** A new rate, or an old one with a mistake in it. */
export function RateDialog(props: RateDialogProps) {
  const { rate, onReload, onClose } = props;
  const { t } = useTranslation();
  const id = useId();
  const { form, send, fault } = useRateForm(props);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(rate ? "tax.edit.title" : "tax.add.title")}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button variant="primary" type="submit" form={id} isBusy={form.formState.isSubmitting}>
            {t("tax.save")}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        onSubmit={(event) => void send(event)}
        className="dense flex flex-col gap-16 text-ink"
      >
        {fault !== null && <Problem fault={fault} onRetry={onReload} />}
        {rate ? <KnownRate rate={rate} /> : <WhatFor form={form} />}
        <Value form={form} />
      </form>
    </Dialog>
  );
}

function useRateForm({ rate, country, version, onClose }: RateDialogProps) {
  const { t } = useTranslation();
  const words = useRateWords();
  const add = useAddTaxRate();
  const change = useChangeTaxRate();
  const [fault, setFault] = useState<unknown>(null);
  const form = useForm<RateFields>({
    defaultValues: fieldsOf(rate, country),
    resolver: zodResolver(rateSchema),
  });
  const refused = (problem: unknown) => {
    const errors = problem instanceof ApiProblem ? problem.errors : [];
    for (const { field, message } of errors) {
      const name = FIELD_OF[field];
      if (name) form.setError(name, { message: sentence(message) });
    }
    if (errors.length === 0) setFault(problem);
  };
  const send = form.handleSubmit(async (fields) => {
    setFault(null);
    const draft = draftOf(fields);
    const { rate_bps, source } = draft;
    try {
      if (rate) await change.mutateAsync({ rateId: rate.id, version, values: { rate_bps, source } });
      else await add.mutateAsync(draft);
      showToast({ text: t("tax.saved", { name: words.name({ region: "", ...draft }) }) });
      onClose();
    } catch (problem) {
      refused(problem);
    }
  });
  return { form, send, fault };
}

function KnownRate({ rate }: { rate: TaxRate }) {
  const { t } = useTranslation();
  const words = useRateWords();
  return (
    <div className="flex flex-col gap-4">
      <p className="font-500">
        {words.name(rate)} · {words.day(rate.valid_from)}
      </p>
      <p className="type-small text-ink-2">{t("tax.edit.help")}</p>
    </div>
  );
}

type FormProps = { form: UseFormReturn<RateFields> };

/** Where, for what and from which day on. */
function WhatFor({ form }: FormProps) {
  const { t } = useTranslation();
  const countries = useCountries();
  const error = useErrors(form);
  const country = form.watch("country");
  return (
    <>
      <Field name="country" label={t("tax.country")} error={error("country")} isRequired>
        <Select
          options={[{ value: "", label: t("tax.country.choose") }, ...countries]}
          {...form.register("country")}
        />
      </Field>
      {HAVE_REGIONS.includes(country) && (
        <Field
          name="region"
          label={t("tax.region")}
          hint={t("tax.region.hint")}
          error={error("region")}
          aside={t("sell.field.optional")}
        >
          <TextInput autoComplete="off" {...form.register("region")} />
        </Field>
      )}
      <Field name="category" label={t("tax.category")}>
        <Select
          options={CHOICES.map((one) => ({ value: one, label: t(`tax.category.${one}`) }))}
          {...form.register("category")}
        />
      </Field>
      {isOther({ category: form.watch("category") }) && (
        <Field name="otherCategory" label={t("tax.category.name")} error={error("otherCategory")} isRequired>
          <TextInput autoComplete="off" autoCapitalize="none" {...form.register("otherCategory")} />
        </Field>
      )}
      <Field name="from" label={t("tax.from")} error={error("from")} isRequired>
        <TextInput type="date" {...form.register("from")} />
      </Field>
    </>
  );
}

function Value({ form }: FormProps) {
  const { t } = useTranslation();
  const error = useErrors(form);
  return (
    <>
      <Field name="percent" label={t("tax.rate.percent")} error={error("percent")} isRequired>
        <TextInput inputMode="decimal" autoComplete="off" {...form.register("percent")} />
      </Field>
      <Field
        name="source"
        label={t("tax.source")}
        hint={t("tax.source.hint")}
        error={error("source")}
        aside={t("sell.field.optional")}
      >
        <TextInput autoComplete="off" {...form.register("source")} />
      </Field>
    </>
  );
}

/** What is wrong with a field, said by the form (a key) or by the API (a sentence). */
function useErrors({ formState }: UseFormReturn<RateFields>) {
  const { t } = useTranslation();
  return (name: keyof RateFields) => {
    const message = formState.errors[name]?.message;
    return message === undefined ? undefined : t(message);
  };
}
