import { createContext, useContext } from "react";

type FieldParts = { id: string; describedBy: string | undefined; isInvalid: boolean; isRequired: boolean };

export const FieldContext = createContext<FieldParts | null>(null);

/** The id by which the error summary finds a field. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

/** What a control inside a Field carries; nothing outside of one. */
export function useFieldProps() {
  const field = useContext(FieldContext);
  return field
    ? {
        id: field.id,
        "aria-describedby": field.describedBy,
        "aria-invalid": field.isInvalid || undefined,
        "aria-required": field.isRequired || undefined,
      }
    : {};
}
