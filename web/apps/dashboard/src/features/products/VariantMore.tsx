import { Button, Field, Select, TextInput } from "@feria/ui";
import { TrashIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { removeVariant } from "./matrix";
import { PricePair, type VariantRowProps } from "./PricePair";
import type { StockPolicy } from "./values";

const POLICIES: StockPolicy[] = ["tracked", "untracked", "backorder"];

/** What is seldom changed of a variant. */
export function VariantMore({ variant, place, editor, isSingle }: VariantRowProps) {
  const { t } = useTranslation();
  const { faults, setVariant, markets } = editor;
  return (
    <div className="grid grid-cols-2 items-start gap-12 pt-12 sm:grid-cols-4">
      <div className="col-span-2">
        <Field label={t("sell.product.policy")} hint={t(`sell.product.policy.${variant.policy}.help`)}>
          <Select
            value={variant.policy}
            onChange={(event) => setVariant(variant.key, { policy: event.target.value as StockPolicy })}
            options={POLICIES.map((policy) => ({ value: policy, label: t(`sell.product.policy.${policy}`) }))}
          />
        </Field>
      </div>
      <Field
        label={t("sell.product.weight")}
        name={`variants.${place}.weight`}
        error={faults[`variants.${place}.weight`]}
      >
        <TextInput
          inputMode="numeric"
          autoComplete="off"
          value={variant.weight}
          onChange={(event) => setVariant(variant.key, { weight: event.target.value })}
        />
      </Field>
      <Field
        label={t("sell.product.gtin")}
        name={`variants.${place}.gtin`}
        error={faults[`variants.${place}.gtin`]}
      >
        <TextInput
          inputMode="numeric"
          autoComplete="off"
          maxLength={14}
          value={variant.gtin}
          onChange={(event) => setVariant(variant.key, { gtin: event.target.value })}
        />
      </Field>
      {markets
        .filter((market) => !market.is_default)
        .map((market) => (
          <PricePair key={market.id} market={market} variant={variant} place={place} editor={editor} />
        ))}
      {!isSingle && editor.values.variants.length > 1 && (
        <Button
          variant="danger"
          icon={<TrashIcon aria-hidden className="size-16" />}
          onClick={() => editor.changeMatrix((matrix) => removeVariant(matrix, variant))}
          className="col-span-2 w-fit"
        >
          {t("sell.product.variants.remove")}
        </Button>
      )}
    </div>
  );
}
