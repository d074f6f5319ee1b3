import { useId, type ReactNode } from "react";
import { WarningCircleIcon } from "../icons";
import { FieldContext, fieldId } from "./fieldParts";

export type FieldProps = {
  label: ReactNode;
  /** The field's name; the error summary links to it. */
  name?: string;
  hint?: ReactNode;
  error?: ReactNode;
  isRequired?: boolean;
  /** Behind the label, such as "optional". */
  aside?: ReactNode;
  children: ReactNode;
};

/** Label, control, hint and error, tied together; the control inside takes its id and description from here. */
export function Field({ label, name, hint, error, isRequired = false, aside, children }: FieldProps) {
  const generated = useId();
  const id = name ? fieldId(name) : generated;
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-baseline justify-between gap-8">
        <label htmlFor={id} className="type-label text-ink">
          {label}
        </label>
        {aside && <span className="type-small text-ink-2">{aside}</span>}
      </div>
      <FieldContext value={{ id, describedBy, isInvalid: Boolean(error), isRequired }}>
        {children}
      </FieldContext>
      {hint && (
        <p id={`${id}-hint`} className="type-small text-ink-2">
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-4 type-small text-bad">
      <WarningCircleIcon aria-hidden className="size-16 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
