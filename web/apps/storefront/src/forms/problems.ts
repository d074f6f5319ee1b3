import { ApiProblem, sentence } from "@feria/api";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";

/**
 * Puts what the server says about fields below them. `names` maps the API's fields to the form's where they differ.
 * True when everything it said found its field.
 */
export function applyProblem<T extends FieldValues>(
  form: UseFormReturn<T>,
  fault: unknown,
  names: Record<string, string> = {},
): boolean {
  if (!(fault instanceof ApiProblem) || fault.status !== 422) return false;
  const fields = form.getValues();
  const told = fault.errors.map(({ field, message }) => ({
    field: names[field] ?? field,
    message: sentence(message),
  }));
  for (const { field, message } of told) {
    if (field in fields) form.setError(field as Path<T>, { type: "server", message });
  }
  return told.length > 0 && told.every(({ field }) => field in fields);
}
