import { Field, Panel, Select, TextInput } from "@feria/ui";
import { useTranslation } from "react-i18next";
import type { Editor } from "./useEditor";
import type { ProductValues } from "./values";

const FULFILMENTS: ProductValues["fulfilment"][] = ["ship", "pickup", "digital"];
/** Those whose endings search knows, as the index names them. */
const LOCALES = ["en", "de", "fr", "es", "it", "pt", "nl"];
const TAX_CATEGORIES = ["standard", "books", "food"];

type TextName = "brand" | "tags" | "processingDays" | "maxPerOrder" | "gtin";

/** What is seldom changed: brand, tags, how long it takes, how many a buyer may take. */
export function DetailsPanel({ editor }: { editor: Editor }) {
  const { t, i18n } = useTranslation();
  const { values, set } = editor;
  const taxes = TAX_CATEGORIES.includes(values.taxCategory)
    ? TAX_CATEGORIES
    : [...TAX_CATEGORIES, values.taxCategory];
  const locales = LOCALES.includes(values.locale) ? LOCALES : [...LOCALES, values.locale];
  const names = new Intl.DisplayNames(i18n.language, { type: "language" });
  return (
    <Panel title={t("sell.product.details")}>
      <div className="flex flex-col gap-20">
        <TextField editor={editor} name="brand" />
        <TextField editor={editor} name="tags" hint={t("sell.product.tagsHint")} />
        <Field
          label={t("sell.product.field.locale")}
          name="locale"
          error={editor.faults.locale}
          hint={t("sell.product.localeHint")}
        >
          <Select
            value={values.locale}
            onChange={(event) => set("locale", event.target.value)}
            options={locales.map((one) => ({ value: one, label: names.of(one) ?? one }))}
          />
        </Field>
        <TextField editor={editor} name="processingDays" hint={t("sell.product.processingHint")} isNumber />
        <TextField editor={editor} name="maxPerOrder" hint={t("sell.product.maxHint")} isNumber />
        <Field label={t("sell.product.field.fulfilment")} name="fulfilment">
          <Select
            value={values.fulfilment}
            onChange={(event) => set("fulfilment", event.target.value as ProductValues["fulfilment"])}
            options={FULFILMENTS.map((one) => ({ value: one, label: t(`sell.product.fulfilment.${one}`) }))}
          />
        </Field>
        <Field label={t("sell.product.field.taxCategory")} name="taxCategory">
          <Select
            value={values.taxCategory}
            onChange={(event) => set("taxCategory", event.target.value)}
            options={taxes.map((one) => ({
              value: one,
              label: t(`sell.product.tax.${one}`, { defaultValue: one }),
            }))}
          />
        </Field>
      </div>
    </Panel>
  );
}

type TextFieldProps = { editor: Editor; name: TextName; hint?: string; isNumber?: boolean };

function TextField({ editor, name, hint, isNumber = false }: TextFieldProps) {
  const { t } = useTranslation();
  return (
    <Field label={t(`sell.product.field.${name}`)} name={name} error={editor.faults[name]} hint={hint}>
      <TextInput
        autoComplete="off"
        inputMode={isNumber ? "numeric" : "text"}
        value={editor.values[name]}
        onChange={(event) => editor.set(name, event.target.value)}
      />
    </Field>
  );
}
