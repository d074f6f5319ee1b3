import { useCategories, type ProductRow } from "@feria/api";
import { Button, Checkbox, Dialog, Field, Select, TextInput } from "@feria/ui";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { categoryOptions } from "../../frame/categoryOptions";
import type { Bulk } from "./bulk";
import { changeOf, NO_CHANGE, type BulkValues } from "./bulkValues";

type BulkEditProps = { rows: ProductRow[]; bulk: Bulk; isOpen: boolean; onClose: () => void };

/** One change to all that are selected. */
export function BulkEdit({ rows, bulk, isOpen, onClose }: BulkEditProps) {
  const { t } = useTranslation();
  const form = useId();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("sell.products.edit.title", { count: rows.length })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("sell.products.edit.back")}</Button>
          <Button type="submit" form={form} variant="primary" isBusy={bulk.isBusy}>
            {t("sell.products.edit.save", { count: rows.length })}
          </Button>
        </>
      }
    >
      <BulkForm
        form={form}
        onSubmit={(values) => {
          onClose();
          void bulk.edit(rows, changeOf(values));
        }}
      />
    </Dialog>
  );
}

function BulkForm({ form, onSubmit }: { form: string; onSubmit: (values: BulkValues) => void }) {
  const { t } = useTranslation();
  const [values, setValues] = useState(NO_CHANGE);
  const [fault, setFault] = useState("");
  const { data: tree } = useCategories();
  const text = (name: keyof BulkValues) => ({
    value: String(values[name]),
    onChange: (event: { currentTarget: { value: string } }) =>
      setValues({ ...values, [name]: event.currentTarget.value }),
  });
  const categories = [
    { value: "", label: t("sell.products.edit.asIs") },
    ...categoryOptions(tree?.items ?? []),
  ];
  const isLower = Number(values.percent) < 0;
  return (
    <form
      id={form}
      noValidate
      className="flex flex-col gap-16 text-ink"
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = Number(values.percent) < -90 || Number(values.percent) > 500;
        const empty = Object.keys(changeOf(values)).length === 0;
        if (wrong) setFault(t("sell.products.edit.percentWrong"));
        else if (empty) setFault(t("sell.products.edit.nothing"));
        else onSubmit(values);
      }}
    >
      <Field label={t("sell.product.field.categoryId")}>
        <Select options={categories} {...text("categoryId")} />
      </Field>
      <Field label={t("sell.products.edit.addTags")} hint={t("sell.products.edit.tagsHint")}>
        <TextInput {...text("addTags")} />
      </Field>
      <Field label={t("sell.products.edit.removeTags")}>
        <TextInput {...text("removeTags")} />
      </Field>
      <Field
        label={t("sell.products.edit.percent")}
        hint={t("sell.products.edit.percentHint")}
        error={fault || undefined}
      >
        <TextInput inputMode="numeric" type="number" step="1" {...text("percent")} />
      </Field>
      {isLower && (
        <Checkbox
          label={t("sell.products.edit.showFormer")}
          checked={values.showFormer}
          onChange={(event) => setValues({ ...values, showFormer: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        label={t("sell.products.edit.endReduction")}
        checked={values.endReduction}
        onChange={(event) => setValues({ ...values, endReduction: event.currentTarget.checked })}
      />
    </form>
  );
}
