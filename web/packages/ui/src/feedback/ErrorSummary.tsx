import { useEffect, useRef, type MouseEvent, type ReactNode } from "react";
import { fieldId } from "../controls/fieldParts";
import { WarningCircleIcon } from "../icons";

export type ErrorSummaryProps = {
  /** "Two fields need attention" */
  title: ReactNode;
  /** `field` is the name given to Field. */
  errors: { field: string; message: string }[];
};

/** What is wrong in a form, at its top: takes the focus when it appears, and leads to each field. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const told = errors.map((error) => error.field + error.message).join("\n");
  useEffect(() => {
    if (told) box.current?.focus();
  }, [told]);
  if (errors.length === 0) return null;
  const go = (event: MouseEvent, field: string) => {
    const target = document.getElementById(fieldId(field));
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "center" });
  };
  return (
    <div ref={box} tabIndex={-1} role="alert" className="flex gap-12 rounded-panel bg-bad-soft p-16 text-bad">
      <WarningCircleIcon aria-hidden className="size-24 shrink-0" />
      <div className="flex flex-col gap-4">
        <p className="font-600">{title}</p>
        <ul className="flex flex-col">
          {errors.map((error) => (
            <li key={error.field + error.message}>
              <a
                href={`#${fieldId(error.field)}`}
                onClick={(event) => go(event, error.field)}
                className="inline-block py-4 type-label underline underline-offset-4"
              >
                {error.message}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
