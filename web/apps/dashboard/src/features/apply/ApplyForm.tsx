import { ApiProblem, useApplyAsSeller } from "@feria/api";
import { Button, ErrorSummary, Field, Panel, Select, TextArea, TextInput } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import type { FormEvent } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "../../zod";
import { useDraft } from "../../frame/draft";
import { Problem } from "../../frame/Problem";
import { useCountries } from "../../frame/countries";

const NAME_MAX = 80;
const TOWN_MAX = 200;
const STORY_MAX = 10_000;
const DRAFT = "feria.draft.apply";

type Values = { name: string; country: string; town: string; story: string };
const FIELDS = ["name", "country", "town", "story"] as const;

/** Opens a shop: what the operator looks at before it goes on sale. */
export function ApplyForm() {
  const { t } = useTranslation();
  const countries = useCountries();
  const { form, send, fault, told, isBusy } = useApplication();
  const summary = FIELDS.flatMap((field) => {
    const message = told(field);
    return message ? [{ field, message: `${t(`sell.apply.${field}`)}: ${message}` }] : [];
  });
  return (
    <form noValidate onSubmit={send} className="flex max-w-sheet-wide flex-col gap-20">
      {form.formState.isSubmitted && summary.length > 0 && (
        <ErrorSummary title={t("sell.field.errors", { count: summary.length })} errors={summary} />
      )}
      {fault && fault.errors.length === 0 && <Problem fault={fault} />}
      <Panel>
        <div className="flex flex-col gap-20">
          <Field
            label={t("sell.apply.name")}
            name="name"
            hint={t("sell.apply.nameHint")}
            error={told("name")}
            isRequired
          >
            <TextInput autoComplete="organization" {...form.register("name")} />
          </Field>
          <div className="grid gap-20 sm:grid-cols-2">
            <Field label={t("sell.apply.country")} name="country" error={told("country")} isRequired>
              <Select
                autoComplete="country"
                options={[{ value: "", label: t("sell.apply.chooseCountry") }, ...countries]}
                {...form.register("country")}
              />
            </Field>
            <Field label={t("sell.apply.town")} name="town" error={told("town")}>
              <TextInput autoComplete="address-level2" {...form.register("town")} />
            </Field>
          </div>
          <Field
            label={t("sell.apply.story")}
            name="story"
            hint={t("sell.apply.storyHint")}
            error={told("story")}
          >
            <TextArea {...form.register("story")} />
          </Field>
        </div>
      </Panel>
      <div>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {t("sell.apply.send")}
        </Button>
      </div>
    </form>
  );
}

function useApplication() {
  const { t, i18n } = useTranslation();
  const apply = useApplyAsSeller();
  const required = t("sell.field.required");
  const schema = z.object({
    name: z.string().trim().min(1, required).max(NAME_MAX),
    country: z.string().length(2, required),
    town: z.string().trim().max(TOWN_MAX),
    story: z.string().trim().max(STORY_MAX),
  });
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { name: "", country: "", town: "", story: "" },
  });
  const draft = useDraft(DRAFT, form);
  const fault = apply.error instanceof ApiProblem ? apply.error : null;
  const where = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const send = form.handleSubmit((values) =>
    apply.mutate({ ...values, locale: i18n.language, time_zone: where }, { onSuccess: draft.clear }),
  );
  return {
    form,
    fault,
    isBusy: apply.isPending,
    send: (event: FormEvent) => void send(event),
    told: (name: keyof Values) => form.formState.errors[name]?.message ?? fault?.messageOf(name),
  };
}
