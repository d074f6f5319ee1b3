import { ErrorSummary } from "@feria/ui";
import type { FieldErrors, FieldValues } from "react-hook-form";
import { useTranslation } from "react-i18next";

/** Every field that wants attention, at the top of its form. */
export function Summary<T extends FieldValues>({ errors, count }: { errors: FieldErrors<T>; count: number }) {
  const { t } = useTranslation();
  const told = Object.entries(errors).flatMap(([field, error]) => {
    const message = error?.message;
    return typeof message === "string" && message ? [{ field, message }] : [];
  });
  // Only what a press of the button found; while somebody types, the fields speak for themselves.
  if (count === 0) return null;
  return <ErrorSummary title={t("form.attention", { count: told.length })} errors={told} />;
}
