import { Checkbox } from "@feria/ui";
import { useState } from "react";
import type { FieldValues, Path, PathValue, UseFormReturn } from "react-hook-form";
import { TextField } from "../forms/TextField";
import { useTexts } from "../useTexts";
import type { AddressValues } from "./schema";

type BusinessFieldsProps<T extends FieldValues & AddressValues> = {
  form: UseFormReturn<T>;
  section: string;
};

const FIELDS = ["company", "vat_id"] as const;

/** Who buys for a company says which; its VAT id may change what is charged. */
export function BusinessFields<T extends FieldValues & AddressValues>({
  form,
  section,
}: BusinessFieldsProps<T>) {
  const { t } = useTexts();
  const name = (field: (typeof FIELDS)[number]) => field as unknown as Path<T>;
  const [isBusiness, setIsBusiness] = useState(() => FIELDS.some((field) => form.getValues(name(field))));
  const change = (isChecked: boolean) => {
    setIsBusiness(isChecked);
    if (isChecked) return;
    for (const field of FIELDS) form.setValue(name(field), "" as PathValue<T, Path<T>>);
  };
  return (
    <>
      <Checkbox
        label={t("address.business")}
        checked={isBusiness}
        onChange={(event) => change(event.target.checked)}
      />
      {isBusiness && (
        <>
          <TextField
            form={form}
            name={name("company")}
            label={t("address.company")}
            autoComplete={`${section} organization`.trim()}
          />
          <TextField
            form={form}
            name={name("vat_id")}
            label={t("address.vat_id")}
            hint={t("address.vat_id.hint")}
            autoComplete="off"
            isOptional
          />
        </>
      )}
    </>
  );
}
