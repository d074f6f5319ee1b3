import { useMarketplace } from "@feria/api";
import { Button, Field, Select } from "@feria/ui";
import { TrashIcon } from "@feria/ui/icons";
import { useWatch, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { KindParts } from "./KindParts";
import { ProfileField } from "./ProfileField";
import { currencyOf, hasFreeFrom, KINDS, type Kind } from "./profileValues";
import type { ShippingValues } from "./shippingForm";

type ProfileRowProps = {
  form: UseFormReturn<ShippingValues>;
  place: number;
  onRemove: () => void;
  onMoveUp: (() => void) | null;
};

/** One way of shipping: what it is called, how it is priced, how long it takes. */
export function ProfileRow({ form, place, onRemove, onMoveUp }: ProfileRowProps) {
  const { t } = useTranslation();
  const [market = "", name = "", kind = "flat"] = useWatch({
    control: form.control,
    name: [`profiles.${place}.market`, `profiles.${place}.name`, `profiles.${place}.kind`],
  });
  const markets = useMarketplace().data?.markets ?? [];
  const currency = currencyOf(market, markets);
  const path = `profiles.${place}` as const;
  const called = name || t("sell.shipping.new");
  return (
    <fieldset className="flex flex-col gap-16 border-t border-line pt-16">
      <legend className="sr-only">{called}</legend>
      <div className="grid items-start gap-12 sm:grid-cols-2 xl:grid-cols-4">
        <ProfileField
          form={form}
          path={`${path}.name`}
          label={t("sell.shipping.name")}
          placeholder={t("sell.shipping.namePlaceholder")}
          isRequired
        />
        <KindField form={form} place={place} kind={kind} />
        {kind !== "zone" && (
          <div className="grid grid-cols-2 gap-12">
            <ProfileField
              form={form}
              path={`${path}.minDays`}
              label={t(dayLabel(kind, "min"))}
              isNumber
              isRequired
            />
            <ProfileField
              form={form}
              path={`${path}.maxDays`}
              label={t(dayLabel(kind, "max"))}
              isNumber
              isRequired
            />
          </div>
        )}
        {hasFreeFrom(kind) && (
          <ProfileField
            form={form}
            path={`${path}.freeFrom`}
            label={t("sell.shipping.freeFrom", { currency })}
            placeholder={t("sell.shipping.never")}
            isNumber
          />
        )}
      </div>
      <KindParts form={form} place={place} kind={kind} currency={currency} market={market} />
      <MarketField form={form} place={place} />
      <RowActions name={called} onRemove={onRemove} onMoveUp={onMoveUp} />
    </fieldset>
  );
}

type RowActionsProps = Pick<ProfileRowProps, "onRemove" | "onMoveUp"> & { name: string };

function RowActions({ name, onRemove, onMoveUp }: RowActionsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-8">
      {onMoveUp && (
        <Button onClick={onMoveUp} aria-label={t("sell.shipping.moveUpNamed", { name })}>
          {t("sell.shipping.moveUp")}
        </Button>
      )}
      <Button
        variant="danger"
        icon={<TrashIcon aria-hidden className="size-16" />}
        onClick={onRemove}
        aria-label={t("sell.shipping.removeNamed", { name })}
      >
        {t("sell.shipping.remove")}
      </Button>
    </div>
  );
}

function dayLabel(kind: Kind, end: "min" | "max") {
  return kind === "pickup" ? (`sell.shipping.ready.${end}` as const) : (`sell.shipping.${end}Days` as const);
}

type KindFieldProps = Pick<ProfileRowProps, "form" | "place"> & { kind: Kind };

function KindField({ form, place, kind }: KindFieldProps) {
  const { t } = useTranslation();
  return (
    <Field
      name={`profiles.${place}.kind`}
      label={t("sell.shipping.kind")}
      hint={t(`sell.shipping.kindHint.${kind}`)}
    >
      <Select
        options={KINDS.map((one) => ({ value: one, label: t(`sell.shipping.kind.${one}`) }))}
        {...form.register(`profiles.${place}.kind`)}
      />
    </Field>
  );
}

function MarketField({ form, place }: Pick<ProfileRowProps, "form" | "place">) {
  const { t } = useTranslation();
  const markets = useMarketplace().data?.markets ?? [];
  if (markets.length < 2) return null;
  return (
    <div className="sm:max-w-320">
      <Field label={t("sell.shipping.market")}>
        <Select
          options={markets.map((one) => ({ value: one.id, label: `${one.id} (${one.currency})` }))}
          {...form.register(`profiles.${place}.market`)}
        />
      </Field>
    </div>
  );
}
