import { Field, Select } from "@feria/ui";
import { useMarketplace } from "@feria/api";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { TextField } from "../forms/TextField";
import { useTexts } from "../useTexts";
import { BusinessFields } from "./BusinessFields";
import type { AddressValues } from "./schema";

export type AddressFieldsProps<T extends FieldValues & AddressValues> = {
  form: UseFormReturn<T>;
  /** Countries to choose from: those of one market, or of all. */
  marketId?: string | undefined;
  /** As in the attribute `autocomplete`: "shipping" or nothing. */
  section?: string;
  /** Country and region stay as they are. */
  isPlaceFixed?: boolean;
};

/** Name, street, town and country, in the order in which people write them, known to the browser's own memory. */
export function AddressFields<T extends FieldValues & AddressValues>({
  form,
  marketId,
  section = "",
  isPlaceFixed = false,
}: AddressFieldsProps<T>) {
  const { t } = useTexts();
  const field = (name: keyof AddressValues, autoComplete: string, isOptional = false) => ({
    form,
    name: name as unknown as Path<T>,
    label: t(`address.${name}`),
    autoComplete: `${section} ${autoComplete}`.trim(),
    isOptional,
  });
  return (
    <>
      <TextField {...field("name", "name")} />
      {!isPlaceFixed && <BusinessFields form={form} section={section} />}
      {!isPlaceFixed && <CountryField form={form} marketId={marketId} section={section} />}
      <TextField {...field("line1", "address-line1")} />
      <TextField {...field("line2", "address-line2", true)} hint={t("address.line2.hint")} />
      <div className="grid grid-cols-2 gap-16">
        <TextField {...field("postal_code", "postal-code")} />
        <TextField {...field("city", "address-level2")} />
      </div>
      {!isPlaceFixed && <TextField {...field("region", "address-level1", true)} />}
      <TextField {...field("phone", "tel", true)} type="tel" inputMode="tel" hint={t("address.phone.hint")} />
    </>
  );
}

function CountryField<T extends FieldValues & AddressValues>({
  form,
  marketId,
  section,
}: AddressFieldsProps<T>) {
  const { t, country, locale } = useTexts();
  const markets = useMarketplace().data?.markets ?? [];
  const codes = markets
    .filter((market) => marketId === undefined || market.id === marketId)
    .flatMap((market) => market.countries);
  const options = [...new Set(codes)]
    .map((code) => ({ value: code, label: country(code) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale));
  const error = form.formState.errors["country" as Path<T>]?.message;
  return (
    <Field
      label={t("address.country")}
      name="country"
      error={typeof error === "string" ? error : undefined}
      isRequired
    >
      <Select
        {...form.register("country" as Path<T>)}
        autoComplete={`${section ?? ""} country`.trim()}
        options={[{ value: "", label: t("address.country.choose") }, ...options]}
      />
    </Field>
  );
}
