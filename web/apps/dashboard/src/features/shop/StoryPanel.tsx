import { Field, Panel, Select, TextArea, TextInput } from "@feria/ui";
import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useCountries } from "../../frame/countries";
import type { StallValues } from "./stallForm";

/** Who it is and where. */
export function StoryPanel({ form }: { form: UseFormReturn<StallValues> }) {
  const { t } = useTranslation();
  const countries = useCountries();
  const { errors } = form.formState;
  return (
    <Panel title={t("sell.shop.who")}>
      <div className="grid gap-20 sm:grid-cols-2">
        <div className="sm:col-span-2">
          <Field label={t("sell.shop.field.name")} name="name" error={errors.name?.message} isRequired>
            <TextInput autoComplete="organization" maxLength={80} {...form.register("name")} />
          </Field>
        </div>
        <Field label={t("sell.shop.field.town")} name="town" error={errors.town?.message}>
          <TextInput autoComplete="address-level2" {...form.register("town")} />
        </Field>
        <Field label={t("sell.shop.field.country")} name="country" error={errors.country?.message}>
          <Select autoComplete="country" options={countries} {...form.register("country")} />
        </Field>
        <div className="sm:col-span-2">
          <Field
            label={t("sell.shop.field.story")}
            name="story"
            hint={t("sell.shop.storyHint")}
            error={errors.story?.message}
          >
            <TextArea {...form.register("story")} />
          </Field>
        </div>
      </div>
    </Panel>
  );
}
