import { sentence, useMarketplace, useSetCartAddress, ApiProblem, type Cart } from "@feria/api";
import { Button, Field, Select, TextInput } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import { useRef, useState, type FormEvent } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";

/** Where delivery and tax are shown for, before there is an address. */
export function Estimate({ cart }: { cart: Cart }) {
  const { t, country } = useTexts();
  const box = useRef<HTMLDetailsElement>(null);
  const place = cart.address;
  const shown = place ? [place.postal_code, country(place.country)].filter(Boolean).join(" ") : null;
  const close = () => {
    if (box.current) box.current.open = false;
  };
  return (
    <details ref={box} className="border-y border-line">
      <summary className="flex min-h-44 items-center justify-between gap-12 type-label">
        <span>{shown ? t("cart.deliverTo", { place: shown }) : t("cart.deliverWhere")}</span>
        <CaretDownIcon aria-hidden className="size-20 in-open:rotate-180" />
      </summary>
      <PlaceForm key={shown} cart={cart} onDone={close} />
    </details>
  );
}

function PlaceForm({ cart, onDone }: { cart: Cart; onDone: () => void }) {
  const { t, country: nameOf } = useTexts();
  const markets = useMarketplace().data?.markets ?? [];
  const countries = markets.find(({ id }) => id === cart.market)?.countries ?? [];
  const [country, setCountry] = useState(cart.address?.country ?? countries[0] ?? "");
  const [code, setCode] = useState(cart.address?.postal_code ?? "");
  const change = useSetCartAddress();
  const send = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { country: country || (countries[0] ?? ""), postal_code: code.trim() },
      { onSuccess: onDone },
    );
  };
  const told = change.error instanceof ApiProblem ? change.error.errors : [];
  const errorOf = (name: string) =>
    told.filter(({ field }) => field === name).map(({ message }) => sentence(message))[0];
  const options = countries
    .map((one) => ({ value: one, label: nameOf(one) }))
    .sort((one, other) => one.label.localeCompare(other.label));
  return (
    <form className="flex flex-col gap-12 pb-16" onSubmit={send} noValidate>
      {change.error && told.length === 0 && <Fault fault={change.error} />}
      <Field label={t("cart.estimate.country")} name="country" error={errorOf("country")}>
        <Select value={country} options={options} onChange={(event) => setCountry(event.target.value)} />
      </Field>
      <Field label={t("cart.estimate.postalCode")} name="postal_code" error={errorOf("postal_code")}>
        <TextInput
          value={code}
          maxLength={20}
          autoComplete="postal-code"
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      <Button type="submit" className="self-start" isBusy={change.isPending}>
        {t("cart.estimate.show")}
      </Button>
    </form>
  );
}
