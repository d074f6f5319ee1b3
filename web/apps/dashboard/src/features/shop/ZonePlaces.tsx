import { useMarketplace } from "@feria/api";
import { Button, Chip, Field, FieldError, Select, TextInput } from "@feria/ui";
import { useState } from "react";
import { get, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { countryName } from "../../frame/countries";
import type { PlaceValues } from "./profileValues";
import type { ShippingValues } from "./shippingForm";

type ZonePlacesProps = {
  form: UseFormReturn<ShippingValues>;
  place: number;
  at: number;
  market: string;
  /** The zone's. */
  name: string;
};

/** Where a zone is: whole countries, or those postal codes and regions of one that are named. */
export function ZonePlaces({ form, place, at, market, name }: ZonePlacesProps) {
  const { t, i18n } = useTranslation();
  const path = `profiles.${place}.zones.${at}.places` as const;
  const places = form.watch(path);
  const set = (wanted: PlaceValues[]) =>
    form.setValue(path, wanted, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
  const countries = useMarketplace().data?.markets.find(({ id }) => id === market)?.countries ?? [];
  const elsewhere = form.watch(`profiles.${place}.zones`).flatMap((zone) => zone.places.filter(isWhole));
  const free = countries.filter((code) => !elsewhere.some(({ country }) => country === code));
  const error = (get(form.formState.errors, path) as { message?: string } | undefined)?.message;
  return (
    <div className="flex flex-col gap-12">
      <ul aria-label={t("sell.shipping.zone.places", { name })} className="flex flex-wrap gap-8">
        {places.map((one, number) => {
          const label = placeLabel(one, i18n.language);
          return (
            <li key={label}>
              <Chip
                removeLabel={t("sell.shipping.zone.removePlace", { place: label })}
                onRemove={() => set(places.filter((_, other) => other !== number))}
              >
                {label}
              </Chip>
            </li>
          );
        })}
      </ul>
      {error && <FieldError>{error}</FieldError>}
      <PlaceForm name={path} countries={countries} onAdd={(added) => set([...places, added])} />
      {free.length > 1 && (
        <Button className="w-fit" onClick={() => set([...places, ...free.map(whole)])}>
          {t("sell.shipping.zone.addRest", { count: free.length })}
        </Button>
      )}
    </div>
  );
}

type PlaceFormProps = { name: string; countries: string[]; onAdd: (place: PlaceValues) => void };

function PlaceForm({ name, countries, onAdd }: PlaceFormProps) {
  const { t, i18n } = useTranslation();
  const [country, setCountry] = useState("");
  const [codes, setCodes] = useState("");
  const [regions, setRegions] = useState("");
  const add = () => {
    onAdd({ country, postalCodes: listed(codes), regions: listed(regions) });
    setCountry("");
    setCodes("");
    setRegions("");
  };
  const options = countries
    .map((code) => ({ value: code, label: countryName(code, i18n.language) }))
    .sort((one, other) => one.label.localeCompare(other.label, i18n.language));
  return (
    <div className="grid items-end gap-12 sm:grid-cols-2 xl:grid-cols-4">
      <Field name={name} label={t("sell.shipping.zone.country")}>
        <Select
          value={country}
          onChange={(event) => setCountry(event.target.value)}
          options={[{ value: "", label: t("sell.shipping.zone.choose") }, ...options]}
        />
      </Field>
      <Field label={t("sell.shipping.zone.codes")}>
        <TextInput
          value={codes}
          placeholder="35, 38"
          autoComplete="off"
          onChange={(event) => setCodes(event.target.value)}
        />
      </Field>
      <Field label={t("sell.shipping.zone.regions")}>
        <TextInput value={regions} autoComplete="off" onChange={(event) => setRegions(event.target.value)} />
      </Field>
      <Button onClick={add} disabled={!country} className="w-fit">
        {t("sell.shipping.zone.addPlace")}
      </Button>
    </div>
  );
}

function listed(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

function whole(country: string): PlaceValues {
  return { country, regions: [], postalCodes: [] };
}

function isWhole({ regions, postalCodes }: PlaceValues): boolean {
  return regions.length === 0 && postalCodes.length === 0;
}

/** "Spain", "Spain: 35…, 38…, Ceuta" */
function placeLabel({ country, regions, postalCodes }: PlaceValues, locale: string): string {
  const parts = [...postalCodes.map((code) => `${code}…`), ...regions];
  const name = countryName(country, locale);
  return parts.length > 0 ? `${name}: ${parts.join(", ")}` : name;
}
