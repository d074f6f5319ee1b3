import { ErrorSummary } from "@feria/ui";
import { useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "../frame/Problem";
import { Stale } from "./Stale";

type FormFaultsProps = { fault: unknown; isStale: boolean; onReload: () => void };

/** At the top of a form: what the server refused, and the fields that need attention once the form was sent. */
export function FormFaults({ fault, isStale, onReload }: FormFaultsProps) {
  const { t } = useTranslation();
  const { formState } = useFormContext();
  const isSent = formState.submitCount > 0 && !formState.isSubmitting;
  const errors = isSent ? messagesOf(formState.errors) : [];
  return (
    <>
      {isStale && <Stale onReload={onReload} />}
      {fault && !isStale ? <Problem fault={fault} /> : null}
      <ErrorSummary
        title={t("operator.attention", { count: errors.length })}
        errors={errors.map(({ field, message }) => ({ field, message: t(message) }))}
      />
    </>
  );
}

/** Nested errors of a form by the names of their fields. */
export function messagesOf(errors: object, path = ""): { field: string; message: string }[] {
  return Object.entries(errors).flatMap(([name, error]: [string, { message?: unknown } | undefined]) => {
    const field = path ? `${path}.${name}` : name;
    if (!error || typeof error !== "object" || name === "ref") return [];
    return typeof error.message === "string" ? [{ field, message: error.message }] : messagesOf(error, field);
  });
}
