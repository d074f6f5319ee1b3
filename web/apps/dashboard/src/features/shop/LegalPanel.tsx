import { useMarketplace } from "@feria/api";
import { Field, Note, Panel, Select, TextInput } from "@feria/ui";
import { useMemo } from "react";
import { useWatch, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { StallValues } from "./stallForm";

/** What stands on invoices, and in which hours and language the shop is addressed. */
export function LegalPanel({ form }: { form: UseFormReturn<StallValues> }) {
  const { t } = useTranslation();
  const zones = useZones();
  const languages = useLanguages(form.getValues("locale"));
  const { errors } = form.formState;
  return (
    <Panel title={t("sell.shop.legal")}>
      <Missing form={form} />
      <div className="grid gap-20 sm:grid-cols-2">
        <Field label={t("sell.shop.field.company")} name="company" error={errors.company?.message}>
          <TextInput autoComplete="organization" {...form.register("company")} />
        </Field>
        <Field
          label={t("sell.shop.field.vatId")}
          name="vatId"
          hint={t("sell.shop.vatIdHint")}
          error={errors.vatId?.message}
        >
          <TextInput autoComplete="off" {...form.register("vatId")} />
        </Field>
        {ADDRESS.map(([name, autoComplete]) => (
          <Field key={name} label={t(`sell.shop.field.${name}`)} name={name} error={errors[name]?.message}>
            <TextInput autoComplete={autoComplete} {...form.register(name)} />
          </Field>
        ))}
        <Field label={t("sell.shop.field.timeZone")} name="timeZone" hint={t("sell.shop.timeZoneHint")}>
          <Select options={zones} {...form.register("timeZone")} />
        </Field>
        <Field label={t("sell.shop.field.locale")} name="locale" hint={t("sell.shop.localeHint")}>
          <Select options={languages} {...form.register("locale")} />
        </Field>
      </div>
    </Panel>
  );
}

const ADDRESS = [
  ["street", "address-line1"],
  ["street2", "address-line2"],
  ["postalCode", "postal-code"],
  ["seat", "address-level2"],
  ["region", "address-level1"],
] as const;

/** What invoices should say and do not, yet. */
function Missing({ form }: { form: UseFormReturn<StallValues> }) {
  const { t, i18n } = useTranslation();
  const [company, vatId, street, seat] = useWatch({
    control: form.control,
    name: ["company", "vatId", "street", "seat"],
  });
  const things = [
    !company?.trim() && t("sell.shop.legalMissing.company"),
    !(street?.trim() && seat?.trim()) && t("sell.shop.legalMissing.address"),
    !vatId?.trim() && t("sell.shop.legalMissing.vatId"),
  ].filter((thing) => thing !== false);
  if (things.length === 0) return null;
  const named = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(things);
  return (
    <div className="mb-20">
      <Note tone="info">{t("sell.shop.legalMissing", { things: named })}</Note>
    </div>
  );
}

function useZones() {
  return useMemo(
    () =>
      ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({
        value: zone,
        label: zone.replaceAll("_", " "),
      })),
    [],
  );
}

function useLanguages(current: string) {
  const { i18n } = useTranslation();
  const markets = useMarketplace().data?.markets;
  return useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: "language" });
    const codes = new Set([current, "en", ...(markets ?? []).flatMap((market) => market.languages)]);
    return [...codes].map((code) => ({ value: code, label: names.of(code) ?? code }));
  }, [i18n.language, markets, current]);
}
