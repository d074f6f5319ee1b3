import { Button } from "@feria/ui";
import { PlusIcon, TrashIcon } from "@feria/ui/icons";
import { useFieldArray, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ProfileField } from "./ProfileField";
import { NEW_ZONE } from "./profileValues";
import type { ShippingValues } from "./shippingForm";
import { ZonePlaces } from "./ZonePlaces";

type ZonesFieldsProps = {
  form: UseFormReturn<ShippingValues>;
  place: number;
  currency: string;
  market: string;
};

/** Countries, or parts of them, each with its own price and days; what is in none is not shipped to. */
export function ZonesFields({ form, place, currency, market }: ZonesFieldsProps) {
  const { t } = useTranslation();
  const zones = useFieldArray({ control: form.control, name: `profiles.${place}.zones`, keyName: "key" });
  return (
    <div className="flex flex-col gap-16">
      {zones.fields.map((zone, at) => (
        <ZoneRow
          key={zone.key}
          {...{ form, place, at, currency, market }}
          onRemove={zones.fields.length > 1 ? () => zones.remove(at) : null}
        />
      ))}
      <Button
        className="w-fit"
        icon={<PlusIcon aria-hidden className="size-16" />}
        onClick={() => zones.append(NEW_ZONE)}
      >
        {t("sell.shipping.zone.add")}
      </Button>
    </div>
  );
}

type ZoneRowProps = ZonesFieldsProps & { at: number; onRemove: (() => void) | null };

function ZoneRow({ form, place, at, currency, market, onRemove }: ZoneRowProps) {
  const { t } = useTranslation();
  const path = `profiles.${place}.zones.${at}` as const;
  const name = form.watch(`${path}.name`) || t("sell.shipping.zone.number", { number: at + 1 });
  return (
    <fieldset className="flex flex-col gap-12 rounded-panel border border-line p-16">
      <legend className="px-4 type-label">{name}</legend>
      <div className="grid items-start gap-12 sm:grid-cols-2 xl:grid-cols-4">
        <ProfileField form={form} path={`${path}.name`} label={t("sell.shipping.zone.name")} isRequired />
        <ProfileField
          form={form}
          path={`${path}.price`}
          label={t("sell.shipping.price.additional")}
          end={currency}
          isNumber
          isRequired
        />
        <ProfileField
          form={form}
          path={`${path}.additional`}
          label={t("sell.shipping.additional")}
          end={currency}
          placeholder="0"
          isNumber
        />
        <div className="grid grid-cols-2 gap-12">
          <ProfileField
            form={form}
            path={`${path}.minDays`}
            label={t("sell.shipping.minDays")}
            isNumber
            isRequired
          />
          <ProfileField
            form={form}
            path={`${path}.maxDays`}
            label={t("sell.shipping.maxDays")}
            isNumber
            isRequired
          />
        </div>
      </div>
      <ZonePlaces {...{ form, place, at, market, name }} />
      {onRemove && (
        <Button
          variant="danger"
          className="w-fit"
          icon={<TrashIcon aria-hidden className="size-16" />}
          onClick={onRemove}
          aria-label={t("sell.shipping.zone.removeNamed", { name })}
        >
          {t("sell.shipping.zone.remove")}
        </Button>
      )}
    </fieldset>
  );
}
