import { Button, Field, Select } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useFieldArray, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useCountries } from "../../frame/countries";
import { ProfileField } from "./ProfileField";
import { CARRIERS, NEW_STEP, type Kind } from "./profileValues";
import type { ShippingValues } from "./shippingForm";
import { ZonesFields } from "./ZonesFields";

type PartProps = { form: UseFormReturn<ShippingValues>; place: number; currency: string };
type KindPartsProps = PartProps & { kind: Kind; market: string };

/** What only this kind of shipping has: prices, steps, zones, or where to collect. */
export function KindParts({ kind, market, ...part }: KindPartsProps) {
  switch (kind) {
    case "free":
      return null;
    case "flat":
    case "live":
    case "additional":
      return <PriceFields {...part} kind={kind} />;
    case "weight":
      return <StepsFields {...part} name="weightSteps" />;
    case "value":
      return <StepsFields {...part} name="valueSteps" />;
    case "zone":
      return <ZonesFields {...part} market={market} />;
    case "pickup":
      return <PickupFields {...part} />;
  }
}

function PriceFields({ form, place, currency, kind }: PartProps & { kind: Kind }) {
  const { t } = useTranslation();
  const price = `profiles.${place}.price` as const;
  return (
    <div className="grid items-start gap-12 sm:grid-cols-2 xl:grid-cols-4">
      <ProfileField
        form={form}
        path={price}
        label={t(`sell.shipping.price.${kind}`)}
        end={currency}
        isNumber
        isRequired
      />
      {kind === "live" && (
        <Field label={t("sell.ship.carrier")}>
          <Select
            options={CARRIERS.map((one) => ({ value: one, label: t(`sell.carrier.${one}`) }))}
            {...form.register(`profiles.${place}.carrier`)}
          />
        </Field>
      )}
      {kind === "additional" && (
        <ProfileField
          form={form}
          path={`profiles.${place}.additional`}
          label={t("sell.shipping.additional")}
          end={currency}
          isNumber
          isRequired
        />
      )}
    </div>
  );
}

type StepsProps = PartProps & { name: "weightSteps" | "valueSteps" };

/** Prices by weight or by value of goods, the lowest step first. */
function StepsFields({ form, place, currency, name }: StepsProps) {
  const { t } = useTranslation();
  const steps = useFieldArray({ control: form.control, name: `profiles.${place}.${name}`, keyName: "key" });
  const words = name === "weightSteps" ? "weight" : "value";
  return (
    <div className="flex flex-col gap-12">
      {steps.fields.map((step, at) => (
        <div key={step.key} className="flex max-w-480 items-start gap-8 sm:gap-12">
          <div className="min-w-0 flex-1">
            <ProfileField
              form={form}
              path={`profiles.${place}.${name}.${at}.bound`}
              label={t(`sell.shipping.step.${words}`)}
              end={words === "weight" ? "kg" : currency}
              isNumber
              isRequired
            />
          </div>
          <div className="min-w-0 flex-1">
            <ProfileField
              form={form}
              path={`profiles.${place}.${name}.${at}.price`}
              label={t("sell.shipping.stepPrice")}
              end={currency}
              isNumber
              isRequired
            />
          </div>
          <span className="flex-none pt-24">
            <Button
              aria-label={t("sell.shipping.removeStep", { number: at + 1 })}
              disabled={steps.fields.length === 1}
              onClick={() => steps.remove(at)}
            >
              {t("sell.shipping.removeShort")}
            </Button>
          </span>
        </div>
      ))}
      <Button
        className="w-fit"
        icon={<PlusIcon aria-hidden className="size-16" />}
        onClick={() => steps.append(NEW_STEP)}
      >
        {t("sell.shipping.addStep")}
      </Button>
    </div>
  );
}

function PickupFields({ form, place }: PartProps) {
  const { t } = useTranslation();
  const countries = useCountries();
  const path = `profiles.${place}.pickup` as const;
  const text = (name: "line1" | "line2" | "postalCode" | "city", isRequired = true) => (
    <ProfileField
      form={form}
      path={`${path}.${name}`}
      label={t(`sell.shipping.pickup.${name}`)}
      isRequired={isRequired}
    />
  );
  return (
    <div className="grid items-start gap-12 sm:grid-cols-2">
      {text("line1")}
      {text("line2", false)}
      <div className="grid grid-cols-3 gap-12">
        {text("postalCode")}
        <div className="col-span-2">{text("city")}</div>
      </div>
      <Field name={`${path}.country`} label={t("sell.shipping.pickup.country")} isRequired>
        <Select options={countries} {...form.register(`${path}.country`)} />
      </Field>
      <div className="sm:col-span-2">
        <ProfileField
          form={form}
          path={`${path}.note`}
          label={t("sell.shipping.pickup.note")}
          hint={t("sell.shipping.pickup.noteHint")}
        />
      </div>
    </div>
  );
}
