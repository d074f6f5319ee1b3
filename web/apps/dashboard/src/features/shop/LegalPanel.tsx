import { useMarketplace } from "@feria/api";
import { Field, Panel, Select, TextInput } from "@feria/ui";
import { useMemo } from "react";
import type { UseFormReturn } from "react-hook-form";
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
      <div className="grid gap-20 sm:grid-cols-2">
        <Field label={t("sell.shop.field.company")} name="company" error={errors.company?.message}>
          <TextInput autoComplete="organization" {...form.register("company")} />
        </Field>
        <Field label={t("sell.shop.field.vatId")} name="vatId" error={errors.vatId?.message}>
          <TextInput autoComplete="off" {...form.register("vatId")} />
        </Field>
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
