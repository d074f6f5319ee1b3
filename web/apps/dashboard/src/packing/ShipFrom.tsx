import { ApiProblem, useSetShipFrom, type Address } from "@feria/api";
import { Button, Dialog, Field, Note, Select, TextInput } from "@feria/ui";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { countryName, useCountries } from "../frame/countries";
import { useProblemText } from "../frame/Problem";

const REQUIRED = ["name", "line1", "postal_code", "city"] as const;
const FIELDS = ["name", "company", "line1", "line2", "postal_code", "city", "region", "phone"] as const;
type Name = (typeof FIELDS)[number];
type Values = Record<Name, string> & { country: string };

type ShipFromProps = { sellerId: string; place: Address | null };

/** Where the shop's parcels start, said once and kept. */
export function ShipFrom({ sellerId, place }: ShipFromProps) {
  const { t, i18n } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const line =
    place &&
    [place.company || place.name, place.line1, `${place.postal_code} ${place.city}`.trim(),
      countryName(place.country, i18n.language)].join(", "); // prettier-ignore
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-8">
      <p className="min-w-0 flex-1 basis-160">
        {line ? (
          <>
            <span className="text-ink-2">{t("sell.label.from")} </span>
            {line}
          </>
        ) : (
          t("sell.label.fromMissing")
        )}
      </p>
      <Button variant={place ? "quiet" : "primary"} onClick={() => setIsOpen(true)}>
        {place ? t("sell.label.fromChange") : t("sell.label.fromSet")}
      </Button>
      {isOpen && <ShipFromDialog sellerId={sellerId} place={place} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

function ShipFromDialog({ sellerId, place, onClose }: ShipFromProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const form = useShipFrom(sellerId, place, onClose);
  const countries = useCountries();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sell.label.fromTitle")}
      closeLabel={t("frame.close")}
      actions={
        <Button variant="primary" type="submit" form="ship-from" isBusy={form.isBusy}>
          {t("sell.label.fromSave")}
        </Button>
      }
    >
      <form id="ship-from" noValidate onSubmit={form.send} className="dense flex flex-col gap-16">
        {form.problem && <Note tone="bad">{form.problem}</Note>}
        {FIELDS.map((name) => (
          <Field
            key={name}
            label={t(`sell.address.${name}`)}
            name={`from-${name}`}
            error={form.errors[name]}
            {...(form.isRequired(name) ? { isRequired: true } : { aside: t("sell.field.optional") })}
          >
            <TextInput
              maxLength={name === "postal_code" ? 20 : name === "phone" ? 30 : 200}
              value={form.values[name]}
              onChange={(event) => form.set({ [name]: event.target.value })}
            />
          </Field>
        ))}
        <Field label={t("sell.address.country")} name="from-country" error={form.errors.country} isRequired>
          <Select
            value={form.values.country}
            onChange={(event) => form.set({ country: event.target.value })}
            options={[{ value: "", label: "" }, ...countries]}
          />
        </Field>
      </form>
    </Dialog>
  );
}

function useShipFrom(sellerId: string, place: Address | null, onDone: () => void) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const save = useSetShipFrom();
  const [values, setValues] = useState<Values>(() => ({
    ...(Object.fromEntries(FIELDS.map((name) => [name, place?.[name] ?? ""])) as Record<Name, string>),
    country: place?.country ?? "",
  }));
  const [errors, setErrors] = useState<Partial<Record<keyof Values, string>>>({});
  const send = (event: FormEvent) => {
    event.preventDefault();
    const missing = [...REQUIRED, "country" as const].filter((name) => values[name].trim() === "");
    setErrors(Object.fromEntries(missing.map((name) => [name, t("sell.field.required")])));
    if (missing.length > 0) {
      document.getElementById(`field-from-${missing[0]}`)?.focus();
      return;
    }
    save.mutate(
      { sellerId, address: values },
      {
        onSuccess: onDone,
        onError: (fault) => {
          if (!(fault instanceof ApiProblem)) return;
          const told = [...FIELDS, "country" as const].map(
            (name) => [name, fault.messageOf(`address.${name}`)] as const,
          );
          setErrors(Object.fromEntries(told.filter(([, message]) => message)) as typeof errors);
        },
      },
    );
  };
  return {
    values,
    errors,
    send,
    set: (change: Partial<Values>) => setValues((before) => ({ ...before, ...change })),
    isRequired: (name: Name) => (REQUIRED as readonly string[]).includes(name),
    isBusy: save.isPending,
    problem: save.error && problemText(save.error),
  };
}
