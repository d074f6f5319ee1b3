import { useMarketplace } from "@feria/api";
import { Button, Panel } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useFieldArray, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ProfileRow } from "./ProfileRow";
import { newProfile } from "./profileValues";
import type { ShippingValues } from "./shippingForm";

type ProfilesPanelProps = { form: UseFormReturn<ShippingValues>; country: string };

/** Ways of shipping a buyer chooses between. */
export function ProfilesPanel({ form, country }: ProfilesPanelProps) {
  const { t } = useTranslation();
  const home = useMarketplace().data?.default_market ?? "";
  const { fields, append, remove, swap } = useFieldArray({
    control: form.control,
    name: "profiles",
    keyName: "key",
  });
  return (
    <Panel
      title={t("sell.shipping.title")}
      actions={
        <Button
          icon={<PlusIcon aria-hidden className="size-16" />}
          onClick={() => append(newProfile(home, country))}
        >
          {t("sell.shipping.add")}
        </Button>
      }
    >
      <p className="pb-16 text-ink-2">
        {fields.length > 0 ? t("sell.shipping.help") : t("sell.shipping.none")}
      </p>
      <div className="flex flex-col gap-24">
        {fields.map((field, place) => (
          <ProfileRow
            key={field.key}
            form={form}
            place={place}
            onRemove={() => remove(place)}
            onMoveUp={place > 0 ? () => swap(place, place - 1) : null}
          />
        ))}
      </div>
    </Panel>
  );
}
