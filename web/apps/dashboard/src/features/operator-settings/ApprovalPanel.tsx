import type { MarketplaceSettingsDraft } from "@feria/api";
import { Field, Panel, RadioGroup, TextInput } from "@feria/ui";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";

const CHOICES = ["nobody", "new_sellers", "everyone"] as const;

/** Whose products somebody looks at before they are on sale. */
export function ApprovalPanel() {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<MarketplaceSettingsDraft>();
  const chosen = useWatch<MarketplaceSettingsDraft, "product_approval">({ name: "product_approval" });
  const error = formState.errors.product_approval_first?.message;
  return (
    <Panel title={t("operator.settings.product_approval")}>
      <div className="flex flex-col gap-16">
        <Controller
          name="product_approval"
          render={({ field }) => (
            <RadioGroup
              legend={t("operator.settings.product_approvalHint")}
              name={field.name}
              options={CHOICES.map((value) => ({
                value,
                label: t(`operator.settings.approval.${value}`),
                hint: t(`operator.settings.approval.${value}Hint`),
              }))}
              value={field.value as string}
              onChange={field.onChange}
            />
          )}
        />
        {chosen === "new_sellers" && (
          <Field
            name="product_approval_first"
            label={t("operator.settings.product_approval_first")}
            error={error && t(error)}
          >
            <TextInput
              type="number"
              inputMode="numeric"
              min={1}
              max={1000}
              {...register("product_approval_first", { valueAsNumber: true })}
            />
          </Field>
        )}
      </div>
    </Panel>
  );
}
