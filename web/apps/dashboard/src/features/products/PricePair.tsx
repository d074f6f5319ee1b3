import type { Market } from "@feria/api";
import { Field, TextInput } from "@feria/ui";
import { useTranslation } from "react-i18next";
import type { Editor } from "./useEditor";
import type { PriceTexts, VariantValues } from "./values";

export type VariantRowProps = {
  variant: VariantValues;
  place: number;
  editor: Editor;
  /** The only one, without options to name it. */
  isSingle: boolean;
  isNew: boolean;
  available: number | null | undefined;
};

type PricePairProps = { market: Market; variant: VariantValues; place: number; editor: Editor };

/** Price and the price before, in a market's currency. */
export function PricePair({ market, variant, place, editor }: PricePairProps) {
  const { t } = useTranslation();
  const texts: PriceTexts = variant.prices[market.id] ?? { price: "", compareAt: "" };
  const path = market.is_default ? `variants.${place}` : `variants.${place}.${market.id}`;
  const set = (patch: Partial<PriceTexts>) =>
    editor.setVariant(variant.key, { prices: { ...variant.prices, [market.id]: { ...texts, ...patch } } });
  const words = { currency: market.currency };
  return (
    <>
      <Field
        label={t("sell.product.price", words)}
        name={`${path}.price`}
        error={editor.faults[`${path}.price`]}
      >
        <TextInput
          inputMode="decimal"
          autoComplete="off"
          value={texts.price}
          onChange={(event) => set({ price: event.target.value })}
          className="numbers"
        />
      </Field>
      <Field
        label={t("sell.product.compareAt", words)}
        name={`${path}.compare_at_price`}
        error={editor.faults[`${path}.compare_at_price`]}
      >
        <TextInput
          inputMode="decimal"
          autoComplete="off"
          value={texts.compareAt}
          onChange={(event) => set({ compareAt: event.target.value })}
          className="numbers"
        />
      </Field>
    </>
  );
}
