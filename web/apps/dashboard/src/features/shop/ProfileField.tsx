import { Field, TextInput } from "@feria/ui";
import { get, type FieldPathByValue, type UseFormReturn } from "react-hook-form";
import type { ShippingValues } from "./shippingForm";

type ProfileFieldProps = {
  form: UseFormReturn<ShippingValues>;
  path: FieldPathByValue<ShippingValues, string>;
  label: string;
  hint?: string;
  placeholder?: string;
  /** Behind what is typed, such as the unit. */
  end?: string;
  isNumber?: boolean;
  isRequired?: boolean;
};

/** One field of a way of shipping, wherever in it. */
export function ProfileField({
  form,
  path,
  label,
  hint,
  placeholder,
  end,
  isNumber = false,
  isRequired = false,
}: ProfileFieldProps) {
  const error = (get(form.formState.errors, path) as { message?: string } | undefined)?.message;
  return (
    <Field label={label} name={path} hint={hint} error={error} isRequired={isRequired}>
      <TextInput
        autoComplete="off"
        inputMode={isNumber ? "decimal" : "text"}
        placeholder={placeholder}
        end={end}
        {...form.register(path)}
      />
    </Field>
  );
}
