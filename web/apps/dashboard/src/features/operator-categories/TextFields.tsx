import { Field, TextArea, TextInput } from "@feria/ui";
import { Controller, useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { RichText } from "../../frame/RichText";
import type { CategoryFields } from "./fields";

/** The words of the category's page, and those that search engines show of it. */
export function TextFields() {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<CategoryFields>();
  const message = (name: "pageTitle" | "pageDescription" | "intro") => {
    const text = formState.errors[name]?.message;
    return text && t(text);
  };
  return (
    <div className="flex flex-col gap-16">
      <Field
        name="intro"
        label={t("operator.categories.intro")}
        hint={t("operator.categories.introHint")}
        error={message("intro")}
      >
        <Controller<CategoryFields, "intro">
          name="intro"
          render={({ field }) => (
            <RichText label={t("operator.categories.intro")} value={field.value} onChange={field.onChange} />
          )}
        />
      </Field>
      <Field
        name="pageTitle"
        label={t("operator.categories.pageTitle")}
        hint={t("operator.categories.pageTitleHint")}
        aside={t("operator.optional")}
        error={message("pageTitle")}
      >
        <TextInput maxLength={200} autoComplete="off" {...register("pageTitle")} />
      </Field>
      <Field
        name="pageDescription"
        label={t("operator.categories.pageDescription")}
        hint={t("operator.categories.pageDescriptionHint")}
        aside={t("operator.optional")}
        error={message("pageDescription")}
      >
        <TextArea rows={2} maxLength={400} {...register("pageDescription")} />
      </Field>
    </div>
  );
}
