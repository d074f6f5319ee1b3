import { useMarketplace } from "@feria/api";
import { Button, Field, Panel, Select, TextInput } from "@feria/ui";
import { PlusIcon, TrashIcon } from "@feria/ui/icons";
import { useFieldArray, useWatch, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { currencyOf, newProfile, type ProfileValues, type ShippingValues } from "./shippingForm";

type FormProps = { form: UseFormReturn<ShippingValues> };

/** Ways of shipping a buyer chooses between. */
export function ProfilesPanel({ form }: FormProps) {
  const { t } = useTranslation();
  const home = useMarketplace().data?.default_market ?? "";
  const { fields, append, remove } = useFieldArray({
    control: form.control,
    name: "profiles",
    keyName: "key",
  });
  return (
    <Panel
      title={t("sell.shipping.title")}
      actions={
        <Button icon={<PlusIcon aria-hidden className="size-16" />} onClick={() => append(newProfile(home))}>
          {t("sell.shipping.add")}
        </Button>
      }
    >
      <p className="pb-16 text-ink-2">
        {fields.length > 0 ? t("sell.shipping.help") : t("sell.shipping.none")}
      </p>
      <div className="flex flex-col gap-20">
        {fields.map((field, place) => (
          <ProfileRow key={field.key} form={form} place={place} onRemove={() => remove(place)} />
        ))}
      </div>
    </Panel>
  );
}

type ProfileRowProps = FormProps & { place: number; onRemove: () => void };

function ProfileRow({ form, place, onRemove }: ProfileRowProps) {
  const { t } = useTranslation();
  const markets = useMarketplace().data?.markets ?? [];
  const [market = "", name = ""] = useWatch({
    control: form.control,
    name: [`profiles.${place}.market`, `profiles.${place}.name`],
  });
  const currency = currencyOf(market, markets);
  return (
    <fieldset className="flex flex-col gap-12 border-t border-line pt-16">
      <legend className="sr-only">{name || t("sell.shipping.new")}</legend>
      <div className="grid grid-cols-2 items-start gap-12 xl:grid-cols-6">
        <div className="col-span-2">
          <ProfileField form={form} place={place} name="name" label={t("sell.shipping.name")} />
        </div>
        <ProfileField form={form} place={place} name="price" label={t("sell.shipping.price", { currency })} />
        <ProfileField
          form={form}
          place={place}
          name="freeFrom"
          label={t("sell.shipping.freeFrom", { currency })}
        />
        <ProfileField form={form} place={place} name="minDays" label={t("sell.shipping.minDays")} />
        <ProfileField form={form} place={place} name="maxDays" label={t("sell.shipping.maxDays")} />
        {markets.length > 1 && (
          <div className="col-span-2">
            <Field label={t("sell.shipping.market")}>
              <Select
                options={markets.map((one) => ({ value: one.id, label: `${one.id} (${one.currency})` }))}
                {...form.register(`profiles.${place}.market`)}
              />
            </Field>
          </div>
        )}
      </div>
      <Button
        variant="danger"
        icon={<TrashIcon aria-hidden className="size-16" />}
        onClick={onRemove}
        className="w-fit"
        aria-label={t("sell.shipping.removeNamed", { name: name || t("sell.shipping.new") })}
      >
        {t("sell.shipping.remove")}
      </Button>
    </fieldset>
  );
}

type ProfileFieldProps = FormProps & {
  place: number;
  name: Exclude<keyof ProfileValues, "id" | "market">;
  label: string;
};

function ProfileField({ form, place, name, label }: ProfileFieldProps) {
  const { t } = useTranslation();
  const path = `profiles.${place}.${name}` as const;
  const error = form.formState.errors.profiles?.[place]?.[name]?.message;
  const isText = name === "name";
  return (
    <Field label={label} name={path} error={error} isRequired={name !== "freeFrom"}>
      <TextInput
        autoComplete="off"
        inputMode={isText ? "text" : name.endsWith("Days") ? "numeric" : "decimal"}
        placeholder={
          isText
            ? t("sell.shipping.namePlaceholder")
            : name === "freeFrom"
              ? t("sell.shipping.never")
              : undefined
        }
        {...form.register(path)}
      />
    </Field>
  );
}
