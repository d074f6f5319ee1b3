import type { Attribute } from "@feria/api";
import { Field, Panel, Select, TextInput } from "@feria/ui";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { categoryOptions } from "../../frame/categoryOptions";
import type { Editor } from "./useEditor";

const COLOURS =
  "black white grey beige brown red orange yellow green turquoise blue purple pink gold silver".split(" ");

/** Where the product stands, and what products of that place say about themselves. */
export function CategoryPanel({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const { values, set, faults, categories, attributes } = editor;
  const options = [{ value: "", label: t("sell.product.noCategory") }, ...categoryOptions(categories)];
  return (
    <Panel title={t("sell.product.category")}>
      <div className="grid items-start gap-20 sm:grid-cols-2">
        <div className="sm:col-span-2">
          <Field
            label={t("sell.product.field.categoryId")}
            name="categoryId"
            error={faults.categoryId}
            hint={t("sell.product.categoryHint")}
            isRequired
          >
            <Select
              options={options}
              value={values.categoryId}
              onChange={(event) => set("categoryId", event.target.value)}
            />
          </Field>
        </div>
        {attributes.map((attribute) => (
          <AttributeField key={attribute.name} attribute={attribute} editor={editor} />
        ))}
      </div>
    </Panel>
  );
}

function AttributeField({ attribute, editor }: { attribute: Attribute; editor: Editor }) {
  const { t } = useTranslation();
  const { name, label, required, unit } = attribute;
  const { values, set, faults } = editor;
  return (
    <Field
      label={unit ? `${label} (${unit})` : label}
      name={`attributes.${name}`}
      error={faults[`attributes.${name}`]}
      isRequired={required}
      aside={required ? t("sell.field.forSale") : t("sell.field.optional")}
    >
      <AttributeControl
        attribute={attribute}
        value={values.attributes[name] ?? ""}
        onChange={(value) => set("attributes", { ...values.attributes, [name]: value })}
      />
    </Field>
  );
}

type ControlProps = { attribute: Attribute; value: string; onChange: (value: string) => void };

function AttributeControl({ attribute, value, onChange }: ControlProps) {
  const { t } = useTranslation();
  const listId = useId();
  const { kind, choices } = attribute;
  const none = { value: "", label: t("sell.field.choose") };
  if (kind === "boolean" || choices.length > 0) {
    const options =
      kind === "boolean"
        ? [none, { value: "true", label: t("sell.field.yes") }, { value: "false", label: t("sell.field.no") }]
        : [none, ...choices.map((choice) => ({ value: choice, label: choice }))];
    return <Select options={options} value={value} onChange={(event) => onChange(event.target.value)} />;
  }
  return (
    <>
      <TextInput
        inputMode={kind === "number" ? "decimal" : "text"}
        autoComplete="off"
        value={value}
        list={kind === "colour" ? listId : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {kind === "colour" && (
        <datalist id={listId}>
          {COLOURS.map((colour) => (
            <option key={colour} value={colour} />
          ))}
        </datalist>
      )}
    </>
  );
}
