import {
  useUpdateSettings,
  type Market,
  type MarketplaceSettings,
  type MarketplaceSettingsDraft,
} from "@feria/api";
import { Field, Panel, Select, Switch, TextInput } from "@feria/ui";
import { useMemo, type ReactNode } from "react";
import { Controller, FormProvider, useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { changedLabels } from "../../frame/changes";
import { SaveBar } from "../../frame/SaveBar";
import { FormFaults } from "../../operator/FormFaults";
import { languages, timeZones } from "../../operator/names";
import { useSavedForm } from "../../operator/useSavedForm";
import { AccentField } from "./AccentField";
import { AccentPreview } from "./AccentPreview";
import { ApprovalPanel } from "./ApprovalPanel";
import { IssuerPanel } from "./IssuerPanel";
import { generalOf, generalSchema } from "./general";

type GeneralFormProps = {
  settings: MarketplaceSettings;
  markets: Market[];
  /** The logo, which is kept apart from the form. */
  logo?: ReactNode;
  onSaved: () => void;
  onStale: () => void;
};

const FIELDS = Object.keys(generalSchema.shape) as (keyof MarketplaceSettingsDraft)[];

/** Name, accent and ways of the marketplace. */
export function GeneralForm({ settings, markets, logo, onSaved, onStale }: GeneralFormProps) {
  const { t } = useTranslation();
  const update = useUpdateSettings();
  const base = generalOf(settings);
  const { form, save, discard, fault, isStale, isSaving } = useSavedForm({
    name: "settings",
    version: settings.version,
    base,
    schema: generalSchema,
    write: (body) => update.mutateAsync({ version: settings.version, body }),
    fieldOf: (field) => FIELDS.find((one) => one === field),
    onSaved,
  });
  const values = form.watch();
  const labels = Object.fromEntries(FIELDS.map((field) => [field, t(`operator.settings.${field}`)]));
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-20">
        <FormFaults
          fault={fault}
          isStale={isStale}
          onReload={() => {
            discard();
            onStale();
          }}
        />
        <div className="grid items-start gap-20 lg:grid-cols-3">
          <div className="flex flex-col gap-20 lg:col-span-2">
            <Panel title={t("operator.settings.brand")}>
              <div className="flex flex-col gap-20">
                <TextField name="name" />
                {logo}
                <AccentField stored={settings.accent_hue} />
              </div>
            </Panel>
            <Panel title={t("operator.settings.ways")}>
              <WayFields markets={markets} />
            </Panel>
            <IssuerPanel />
            <ReviewsPanel />
            <ApprovalPanel />
          </div>
          <Panel>
            <AccentPreview name={values.name} hue={values.accent_hue} />
          </Panel>
        </div>
        <SaveBar
          changes={changedLabels(base, values, labels)}
          saveLabel={t("operator.settings.save")}
          onSave={save}
          onDiscard={discard}
          isBusy={isSaving}
        />
      </form>
    </FormProvider>
  );
}

function ReviewsPanel() {
  const { t } = useTranslation();
  return (
    <Panel title={t("operator.settings.reviews")}>
      <Controller
        name="reviews_checked_first"
        render={({ field }) => (
          <Switch
            label={t("operator.settings.reviews_checked_first")}
            hint={t("operator.settings.reviews_checked_firstHint")}
            isOn={Boolean(field.value)}
            onChange={field.onChange}
          />
        )}
      />
    </Panel>
  );
}

function TextField({ name, hint, type }: { name: "name" | "support_email"; hint?: string; type?: string }) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<MarketplaceSettingsDraft>();
  const error = formState.errors[name]?.message;
  return (
    <Field
      name={name}
      label={t(`operator.settings.${name}`)}
      hint={hint}
      isRequired={name === "name"}
      error={error && t(error)}
    >
      <TextInput type={type ?? "text"} autoComplete="off" {...register(name)} />
    </Field>
  );
}

function WayFields({ markets }: { markets: Market[] }) {
  const { t, i18n } = useTranslation();
  const { register } = useFormContext<MarketplaceSettingsDraft>();
  const zone = useWatch<MarketplaceSettingsDraft, "time_zone">({ name: "time_zone" });
  const named = useMemo(
    () => languages(i18n.language).map(({ code, name }) => ({ value: code, label: name })),
    [i18n.language],
  );
  const zones = useMemo(() => [...new Set([zone, ...timeZones()])].sort(), [zone]);
  const choose = (
    name: "locale" | "time_zone" | "default_market",
    options: { value: string; label: string }[],
  ) => (
    <Field name={name} label={t(`operator.settings.${name}`)} hint={t(`operator.settings.${name}Hint`)}>
      <Select options={options} {...register(name)} />
    </Field>
  );
  return (
    <div className="grid gap-x-20 gap-y-16 sm:grid-cols-2">
      <TextField name="support_email" type="email" hint={t("operator.settings.support_emailHint")} />
      {choose("locale", named)}
      {choose(
        "time_zone",
        zones.map((value) => ({ value, label: value.replaceAll("_", " ") })),
      )}
      {choose(
        "default_market",
        markets.map(({ id, currency }) => ({ value: id, label: `${id} (${currency})` })),
      )}
    </div>
  );
}
