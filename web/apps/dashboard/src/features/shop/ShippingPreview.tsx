import { useMarketplace, usePreviewShipping, type Market, type Money, type ParcelOffer } from "@feria/api";
import {
  Button,
  Field,
  formatDateRange,
  formatMoney,
  Panel,
  parseAmount,
  Select,
  TextInput,
} from "@feria/ui";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { countryName } from "../../frame/countries";
import { Problem } from "../../frame/Problem";
import { gramsOf } from "./profileValues";

type ShippingPreviewProps = { sellerId: string; home: string };

/** What a cart would cost to ship, by what is saved. */
export function ShippingPreview({ sellerId, home }: ShippingPreviewProps) {
  const { t } = useTranslation();
  const { data } = useMarketplace();
  const market = data?.markets.find(({ id }) => id === data.default_market);
  return (
    <Panel title={t("sell.preview.title")}>
      <p className="pb-16 text-ink-2">{t("sell.preview.help")}</p>
      {market && <PreviewForm sellerId={sellerId} home={home} market={market} />}
    </Panel>
  );
}

const NEW = { pieces: "2", weight: "1", value: "40", country: "", postalCode: "" };
type Values = typeof NEW;

function PreviewForm({ sellerId, home, market }: ShippingPreviewProps & { market: Market }) {
  const { t } = useTranslation();
  const preview = usePreviewShipping();
  const country = market.countries.includes(home) ? home : (market.countries[0] ?? "");
  const [values, setValues] = useState<Values>({ ...NEW, country });
  const set = (name: keyof Values) => (event: { target: { value: string } }) =>
    setValues({ ...values, [name]: event.target.value });
  const { pieces, weight, value, send } = asked(sellerId, market, values, preview.mutate);
  return (
    <form className="flex flex-col gap-16" onSubmit={send} noValidate>
      <div className="grid items-start gap-12 sm:grid-cols-2 xl:grid-cols-5">
        <CountryField market={market} value={values.country} onChange={set("country")} />
        <Field label={t("sell.preview.postalCode")}>
          <TextInput
            value={values.postalCode}
            maxLength={20}
            autoComplete="off"
            onChange={set("postalCode")}
          />
        </Field>
        <Field label={t("sell.preview.pieces")} error={pieces === null && t("sell.field.number")}>
          <TextInput value={values.pieces} inputMode="numeric" autoComplete="off" onChange={set("pieces")} />
        </Field>
        <Field label={t("sell.preview.weight")} error={weight === null && t("sell.shipping.weightWrong")}>
          <TextInput
            value={values.weight}
            inputMode="decimal"
            end="kg"
            autoComplete="off"
            onChange={set("weight")}
          />
        </Field>
        <Field label={t("sell.preview.value")} error={value === null && t("sell.field.amount")}>
          <TextInput
            value={values.value}
            inputMode="decimal"
            end={market.currency}
            autoComplete="off"
            onChange={set("value")}
          />
        </Field>
      </div>
      <Button type="submit" className="w-fit" isBusy={preview.isPending}>
        {t("sell.preview.show")}
      </Button>
      {preview.error && <Problem fault={preview.error} />}
      <div aria-live="polite">{preview.data && <Offers offers={preview.data.items} />}</div>
    </form>
  );
}

type Ask = ReturnType<typeof usePreviewShipping>["mutate"];

/** What was typed as numbers, null where it is none, and how it is asked. */
function asked(sellerId: string, market: Market, values: Values, ask: Ask) {
  const pieces = /^[1-9]\d{0,2}$/.test(values.pieces) ? Number(values.pieces) : null;
  const weight = gramsOf(values.weight);
  const value = parseAmount(values.value, market.currency);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (pieces === null || weight === null || value === null) return;
    const { country, postalCode: postal_code } = values;
    ask({ sellerId, market: market.id, country, postal_code, pieces, weight_grams: weight, value });
  };
  return { pieces, weight, value, send };
}

type CountryFieldProps = {
  market: Market;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
};

function CountryField({ market, value, onChange }: CountryFieldProps) {
  const { t, i18n } = useTranslation();
  const options = market.countries
    .map((code) => ({ value: code, label: countryName(code, i18n.language) }))
    .sort((one, other) => one.label.localeCompare(other.label, i18n.language));
  return (
    <Field label={t("sell.preview.country")}>
      <Select value={value} options={options} onChange={onChange} />
    </Field>
  );
}

function Offers({ offers }: { offers: ParcelOffer[] }) {
  const { t } = useTranslation();
  if (offers.length === 0) return <p className="text-ink-2">{t("sell.shipping.none")}</p>;
  return (
    <ul aria-label={t("sell.preview.title")} className="flex flex-col border-t border-line">
      {offers.map((offer) => (
        <li key={offer.id} className="flex justify-between gap-16 border-b border-line py-12">
          <OfferText offer={offer} />
        </li>
      ))}
    </ul>
  );
}

function OfferText({ offer }: { offer: ParcelOffer }) {
  const { t, i18n } = useTranslation();
  const { price, delivery, free_from_remaining: missing } = offer;
  const locale = i18n.language;
  const priceText = (money: Money) =>
    money.amount === 0 ? t("sell.preview.free") : formatMoney(money, locale);
  const more = [
    delivery && formatDateRange(delivery.earliest, delivery.latest, { locale, timeZone: "UTC" }),
    missing && t("sell.preview.moreForFree", { amount: formatMoney(missing, locale) }),
  ];
  return (
    <>
      <span className="flex flex-col">
        <span className="font-500">{offer.name}</span>
        <span className="numbers type-small text-ink-2">{more.filter(Boolean).join(" · ")}</span>
      </span>
      <span className={price ? "numbers font-500" : "text-ink-2"}>
        {price ? priceText(price) : t("sell.preview.notOffered")}
      </span>
    </>
  );
}
