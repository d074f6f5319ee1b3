import { Button, Field, TextInput, TextLink, classes } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "../../frame/address";
import { titleOf } from "./matrix";
import { VariantMore } from "./VariantMore";
import { PricePair, type VariantRowProps } from "./PricePair";

/** One variant: what it costs, its SKU and stock at once, the rest behind "More". */
export function VariantRow(props: VariantRowProps) {
  const { variant, place, editor, isSingle } = props;
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const title = titleOf(variant.options, editor.values.options);
  const fields = <RowFields {...props} />;
  return (
    <fieldset
      id={`field-variants.${place}.options`}
      tabIndex={-1}
      className={classes(!isSingle && "xl:border-t xl:border-line xl:pt-8")}
    >
      {!isSingle && <legend className="sr-only">{title}</legend>}
      <div
        className={classes(
          "grid grid-cols-2 items-end gap-12",
          isSingle ? "sm:grid-cols-4" : "xl:grid-cols-6",
        )}
      >
        {!isSingle && (
          <p aria-hidden="true" className="col-span-2 self-center font-600 xl:col-span-1">
            {title}
          </p>
        )}
        {fields}
        {!isSingle && (
          <Button
            variant="quiet"
            className="-ms-12 w-fit xl:ms-0"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            icon={<CaretDownIcon aria-hidden className={classes("size-16", isOpen && "rotate-180")} />}
          >
            {t("sell.product.variants.more")}
          </Button>
        )}
      </div>
      {(isOpen || isSingle) && <VariantMore {...props} />}
    </fieldset>
  );
}

function RowFields({ variant, place, editor, isNew, available }: VariantRowProps) {
  const { t } = useTranslation();
  const { faults, setVariant, markets } = editor;
  const home = markets.filter((market) => market.is_default);
  return (
    <>
      {home.map((market) => (
        <PricePair key={market.id} market={market} variant={variant} place={place} editor={editor} />
      ))}
      <Field
        label={t("sell.product.sku")}
        name={`variants.${place}.sku`}
        error={faults[`variants.${place}.sku`]}
      >
        <TextInput
          autoComplete="off"
          maxLength={80}
          placeholder={t("sell.product.skuAuto")}
          value={variant.sku}
          onChange={(event) => setVariant(variant.key, { sku: event.target.value })}
        />
      </Field>
      {isNew ? (
        <Field
          label={t("sell.product.onHand")}
          name={`variants.${place}.onHand`}
          error={faults[`variants.${place}.onHand`]}
        >
          <TextInput
            inputMode="numeric"
            autoComplete="off"
            disabled={variant.policy === "untracked"}
            value={variant.policy === "untracked" ? "" : variant.onHand}
            onChange={(event) => setVariant(variant.key, { onHand: event.target.value })}
          />
        </Field>
      ) : (
        <StockCell variant={variant} available={available} />
      )}
    </>
  );
}

/** Stock is changed on its own page, never by saving a product. */
function StockCell({ variant, available }: Pick<VariantRowProps, "variant" | "available">) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      <span>{t("sell.product.available")}</span>
      <span className="flex min-h-control items-center gap-12">
        {available === undefined && <span className="text-ink-2">{t("sell.product.afterSave")}</span>}
        {available === null && t("sell.stock.always")}
        {typeof available === "number" && (
          <>
            <span className="numbers font-500">{available}</span>
            <TextLink href={addressOf("/sell/stock", { q: variant.sku })}>
              {t("sell.product.adjust")}
            </TextLink>
          </>
        )}
      </span>
    </div>
  );
}
