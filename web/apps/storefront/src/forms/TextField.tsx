import { Field, TextInput, type TextInputProps } from "@feria/ui";
import type { ReactNode } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";

export type TextFieldProps<T extends FieldValues> = Omit<TextInputProps, "form" | "name"> & {
  form: UseFormReturn<T>;
  name: Path<T>;
  label: ReactNode;
  hint?: ReactNode;
  isOptional?: boolean;
};

/** One line of a form, with its label, its error and the browser's own memory. */
export function TextField<T extends FieldValues>({
  form,
  name,
  label,
  hint,
  isOptional = false,
  ...props
}: TextFieldProps<T>) {
  const { t } = useTranslation();
  const error = form.formState.errors[name]?.message;
  return (
    <Field
      label={label}
      name={name}
      hint={hint}
      error={typeof error === "string" ? error : undefined}
      isRequired={!isOptional}
      aside={isOptional ? t("form.optional") : undefined}
    >
      <TextInput {...props} {...form.register(name)} />
    </Field>
  );
}
