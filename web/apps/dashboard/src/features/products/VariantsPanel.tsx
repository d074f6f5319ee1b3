import { Button, Note, Panel } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { VARIANTS_MAX, addMissing, missingCombinations, type Matrix } from "./matrix";
import type { Editor } from "./useEditor";
import type { VariantValues } from "./values";
import { VariantRow } from "./VariantRow";

type VariantsPanelProps = { editor: Editor; stock: StockOf; isNew: boolean };
/** What is left of a variant; null is always available, undefined not known. */
export type StockOf = (variantId: string) => number | null | undefined;

/** Prices and stock of each variant; of the only one where there are no options. */
export function VariantsPanel({ editor, stock, isNew }: VariantsPanelProps) {
  const { t } = useTranslation();
  const { options, variants } = editor.values;
  const isSingle = options.every((option) => option.values.length === 0);
  return (
    <Panel
      title={
        isSingle
          ? t("sell.product.variants.single")
          : t("sell.product.variants.title", { count: variants.length })
      }
      actions={variants.length > 1 && <SamePrice editor={editor} />}
    >
      {variants.length > VARIANTS_MAX && (
        <div className="pb-16">
          <Note tone="bad">{t("sell.product.variants.tooMany", { count: VARIANTS_MAX })}</Note>
        </div>
      )}
      <div className="flex flex-col gap-24 xl:gap-8">
        {variants.map((variant, place) => (
          <VariantRow
            key={variant.key}
            variant={variant}
            place={place}
            editor={editor}
            isSingle={isSingle}
            isNew={isNew}
            available={variant.id ? stock(variant.id) : undefined}
          />
        ))}
      </div>
      {!isSingle && <Missing editor={editor} />}
    </Panel>
  );
}

/** Fills the first variant's prices into all others. */
function SamePrice({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const { variants } = editor.values;
  const prices = variants[0]?.prices ?? {};
  const fill = () =>
    editor.set(
      "variants",
      variants.map((variant) => ({ ...variant, prices: structuredClone(prices) })),
    );
  return (
    <Button variant="quiet" onClick={fill}>
      {t("sell.product.variants.samePrice")}
    </Button>
  );
}

function Missing({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const matrix: Matrix<VariantValues> = { ...editor.values, dropped: [] };
  const count = missingCombinations(matrix).length;
  if (count === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-12 pt-16 text-ink-2">
      {t("sell.product.variants.missing", { count })}
      <Button variant="quiet" onClick={() => editor.changeMatrix((all, make) => addMissing(all, make))}>
        {t("sell.product.variants.addMissing")}
      </Button>
    </p>
  );
}
