import { useApplyAsSeller, useMarketplace } from "@feria/api";
import { Button, Field, Panel, Select, TextArea } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { z } from "../../forms/zod";
import { draftOf, dropDraft, useDraft } from "../../forms/draft";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { TextField } from "../../forms/TextField";
import { useTexts } from "../../useTexts";

const DRAFT = "apply";
const NAME_MAX = 80;
const TOWN_MAX = 200;
const STORY_MAX = 10_000;

/** Name, place and story of a new stall. */
export function ApplyForm() {
  const { t } = useTexts();
  const apply = useApplyAsSeller();
  const resolver = useResolver();
  const form = useForm({
    resolver,
    shouldFocusError: false,
    defaultValues: { name: "", country: "", town: "", story: "", ...draftOf(DRAFT) },
  });
  useDraft(DRAFT, form);
  const send = form.handleSubmit(async (values) => {
    try {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      await apply.mutateAsync({ ...values, ...(time_zone ? { time_zone } : {}) });
      dropDraft(DRAFT);
    } catch (fault) {
      applyProblem(form, fault);
    }
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  return (
    <Panel>
      <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
        <Summary errors={errors} count={submitCount} />
        {apply.error && <Fault fault={apply.error} />}
        <TextField
          form={form}
          name="name"
          label={t("apply.name")}
          hint={t("apply.name.hint")}
          autoComplete="organization"
        />
        <CountryChoice register={form.register("country")} error={errors.country?.message} />
        <TextField form={form} name="town" label={t("apply.town")} autoComplete="address-level2" />
        <Field
          label={t("apply.story")}
          name="story"
          hint={t("apply.story.hint")}
          aside={t("form.optional")}
          error={errors.story?.message}
        >
          <TextArea {...form.register("story")} />
        </Field>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          {t(isSubmitting ? "apply.busy" : "apply.do")}
        </Button>
      </form>
    </Panel>
  );
}

/** What the API asks of an application, told before it is sent. */
function useResolver() {
  const { t } = useTexts();
  return useMemo(
    () =>
      zodResolver(
        z.object({
          name: z.string().trim().min(1, t("apply.name.missing")).max(NAME_MAX, t("form.tooLong")),
          country: z.string().min(1, t("address.country.missing")),
          town: z.string().trim().min(1, t("apply.town.missing")).max(TOWN_MAX, t("form.tooLong")),
          story: z.string().trim().max(STORY_MAX, t("form.tooLong")),
        }),
      ),
    [t],
  );
}

type CountryChoiceProps = { register: object; error: string | undefined };

function CountryChoice({ register, error }: CountryChoiceProps) {
  const { t, country, locale } = useTexts();
  const codes = useMarketplace().data?.markets.flatMap((market) => market.countries) ?? [];
  const options = [...new Set(codes)]
    .map((code) => ({ value: code, label: country(code) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale));
  return (
    <Field label={t("address.country")} name="country" error={error} isRequired>
      <Select
        {...register}
        autoComplete="country"
        options={[{ value: "", label: t("address.country.choose") }, ...options]}
      />
    </Field>
  );
}
