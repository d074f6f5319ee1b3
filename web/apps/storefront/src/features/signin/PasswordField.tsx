import { Field, TextInput } from "@feria/ui";
import { useState } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";

export type PasswordFieldProps<T extends FieldValues> = {
  form: UseFormReturn<T>;
  name: Path<T>;
  label: string;
  hint?: string;
  autoComplete: "current-password" | "new-password";
};

/** A password that may be looked at while it is typed. */
export function PasswordField<T extends FieldValues>({
  form,
  name,
  label,
  hint,
  autoComplete,
}: PasswordFieldProps<T>) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  const error = form.formState.errors[name]?.message;
  return (
    <Field
      label={label}
      name={name}
      hint={hint}
      error={typeof error === "string" ? error : undefined}
      isRequired
      aside={
        <button
          type="button"
          aria-pressed={isShown}
          onClick={() => setIsShown(!isShown)}
          className="-my-12 min-h-44 px-4 text-plum-text underline underline-offset-4"
        >
          {t("signIn.showPassword")}
        </button>
      }
    >
      <TextInput type={isShown ? "text" : "password"} autoComplete={autoComplete} {...form.register(name)} />
    </Field>
  );
}
