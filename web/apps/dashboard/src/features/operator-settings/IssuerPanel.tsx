import type { MarketplaceSettingsDraft } from "@feria/api";
import { Field, Panel, Select, TextInput } from "@feria/ui";
import { useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useCountries } from "../../frame/countries";

const LINES = ["line1", "line2", "postal_code", "city", "region"] as const;

/** The company that bills sellers for commission. */
export function IssuerPanel() {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<MarketplaceSettingsDraft>();
  const countries = useCountries();
  const { company, vat_id, legal_address: address } = formState.errors;
  return (
    <Panel title={t("operator.settings.legal")}>
      <p className="mb-16 text-ink-2">{t("operator.settings.legalHint")}</p>
      <div className="grid gap-x-20 gap-y-16 sm:grid-cols-2">
        <Field
          name="company"
          label={t("operator.settings.company")}
          error={company && t(company.message ?? "")}
        >
          <TextInput autoComplete="organization" {...register("company")} />
        </Field>
        <Field name="vat_id" label={t("operator.settings.vat_id")} error={vat_id && t(vat_id.message ?? "")}>
          <TextInput autoComplete="off" {...register("vat_id")} />
        </Field>
        {LINES.map((name) => (
          <Field
            key={name}
            name={`legal_address.${name}`}
            label={t(`operator.settings.${name}`)}
            error={address?.[name]?.message}
          >
            <TextInput autoComplete="off" {...register(`legal_address.${name}`)} />
          </Field>
        ))}
        <Field name="legal_address.country" label={t("operator.settings.country")}>
          <Select
            options={[{ value: "", label: "–" }, ...countries]}
            {...register("legal_address.country")}
          />
        </Field>
      </div>
    </Panel>
  );
}
