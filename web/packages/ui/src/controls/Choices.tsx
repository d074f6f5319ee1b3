import { useId, type ComponentProps, type ReactNode } from "react";
import { classes } from "../text/classes";
import { Box } from "./Box";
import { FieldError } from "./Field";
import { fieldId } from "./fieldParts";

export type CheckboxProps = Omit<ComponentProps<"input">, "type"> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** Behind the label, such as a count. */
  aside?: ReactNode;
};

const MARK =
  "peer size-20 shrink-0 appearance-none border border-line-strong bg-surface transition-colors hover:border-ink";

/** Yes or no, decided when the form is sent. */
export function Checkbox({ label, hint, error, aside, className, ...props }: CheckboxProps) {
  const id = useId();
  const described = hint || error ? `${id}-more` : undefined;
  return (
    <div className={className}>
      <label className="flex min-h-44 cursor-pointer items-start gap-12 py-12">
        <Box
          {...props}
          aria-describedby={described}
          aria-invalid={error ? true : undefined}
          className="mt-2"
        />
        <span className="flex-1 type-control">{label}</span>
        {aside !== undefined && <span className="numbers pt-2 type-label text-ink-3">{aside}</span>}
      </label>
      {described && (
        <div id={described} className="flex flex-col gap-4 ps-32 type-small text-ink-2">
          {hint}
          {error && <FieldError>{error}</FieldError>}
        </div>
      )}
    </div>
  );
}

export type RadioOption = {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  aside?: ReactNode;
  isDisabled?: boolean;
};

export type RadioGroupProps = {
  legend: ReactNode;
  name: string;
  options: RadioOption[];
  value: string | null;
  onChange: (value: string) => void;
  error?: ReactNode;
  isLegendHidden?: boolean;
};

/** One of several, each in its own frame: delivery, payment method. */
export function RadioGroup({
  legend,
  name,
  options,
  value,
  onChange,
  error,
  isLegendHidden,
}: RadioGroupProps) {
  return (
    <fieldset
      id={fieldId(name)}
      aria-describedby={error ? `${fieldId(name)}-error` : undefined}
      tabIndex={-1}
    >
      <legend className={isLegendHidden ? "sr-only" : "mb-8 type-label"}>{legend}</legend>
      <div className="flex flex-col gap-8">
        {options.map((option) => (
          <RadioRow
            key={option.value}
            option={option}
            name={name}
            isChecked={option.value === value}
            onChange={() => onChange(option.value)}
          />
        ))}
      </div>
      {error && <FieldError id={`${fieldId(name)}-error`}>{error}</FieldError>}
    </fieldset>
  );
}

type RadioRowProps = { option: RadioOption; name: string; isChecked: boolean; onChange: () => void };

function RadioRow({ option, name, isChecked, onChange }: RadioRowProps) {
  return (
    <label
      className={classes(
        "flex cursor-pointer items-start gap-12 rounded-control border px-16 py-12 transition-colors",
        isChecked ? "border-plum-text bg-plum-soft" : "border-line-strong bg-surface hover:border-ink",
        option.isDisabled && "opacity-50",
      )}
    >
      <span className="relative flex pt-2">
        <input
          type="radio"
          name={name}
          value={option.value}
          checked={isChecked}
          disabled={option.isDisabled}
          onChange={onChange}
          className={classes(MARK, "rounded-full checked:border-plum-text")}
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 top-2 m-auto hidden size-12 rounded-full bg-plum-text peer-checked:block"
        />
      </span>
      <span className="flex flex-1 flex-col">
        <span className="type-control font-500">{option.label}</span>
        {option.hint && <span className="type-small text-ink-2">{option.hint}</span>}
      </span>
      {option.aside && <span className="numbers type-control font-500">{option.aside}</span>}
    </label>
  );
}

export type SwitchProps = {
  label: ReactNode;
  hint?: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
};

/** On or off, and it counts at once. */
export function Switch({ label, hint, isOn, onChange, isDisabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-16 py-8">
      <span className="flex flex-col">
        <span id={id} className="type-control font-500">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="type-small text-ink-2">
            {hint}
          </span>
        )}
      </span>
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-labelledby={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        disabled={isDisabled}
        onClick={() => onChange(!isOn)}
        className={classes(
          "relative h-24 w-44 shrink-0 rounded-full border transition-colors disabled:opacity-50",
          "before:absolute before:-inset-12",
          isOn ? "border-plum bg-plum" : "border-line-strong bg-sunken",
        )}
      >
        <span
          aria-hidden="true"
          className={classes(
            "absolute inset-y-0 start-2 my-auto size-20 rounded-full transition-transform",
            isOn ? "translate-x-20 bg-on-plum rtl:-translate-x-20" : "bg-line-strong",
          )}
        />
      </button>
    </div>
  );
}
