import type { ComponentProps, ReactNode } from "react";
import { CaretDownIcon } from "../icons";
import { classes } from "../text/classes";
import { useFieldProps } from "./fieldParts";

const BOX =
  "w-full rounded-control border border-line-strong bg-surface text-ink transition-colors type-control " +
  "hover:border-ink aria-invalid:border-bad disabled:bg-sunken disabled:text-ink-3";

export type TextInputProps = ComponentProps<"input"> & {
  /** Inside the box, before what is typed: a currency or an icon. */
  start?: ReactNode;
  end?: ReactNode;
};

/** One line of text. */
export function TextInput({ start, end, className, ...props }: TextInputProps) {
  const field = useFieldProps();
  const input = (
    <input
      type="text"
      {...field}
      {...props}
      className={classes(BOX, "min-h-control px-16 py-8", start && "ps-44", end && "pe-44", className)}
    />
  );
  if (!start && !end) return input;
  return (
    <span className="relative block">
      {start && (
        <span className="pointer-events-none absolute inset-y-0 start-0 flex w-44 items-center justify-center text-ink-2">
          {start}
        </span>
      )}
      {input}
      {end && (
        <span className="absolute inset-y-0 end-0 flex w-44 items-center justify-center text-ink-2">
          {end}
        </span>
      )}
    </span>
  );
}

/** Several lines of text; it grows with what is written where the browser can. */
export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  const field = useFieldProps();
  return (
    <textarea
      rows={4}
      {...field}
      {...props}
      className={classes(BOX, "field-sizing-content min-h-96 px-16 py-12", className)}
    />
  );
}

export type SelectOption = { value: string; label: string; isDisabled?: boolean };
export type SelectProps = ComponentProps<"select"> & { options: SelectOption[] };

/** The browser's own list, so that it is at home on every device. */
export function Select({ options, className, ...props }: SelectProps) {
  const field = useFieldProps();
  return (
    <span className="relative block">
      <select
        {...field}
        {...props}
        className={classes(BOX, "min-h-control appearance-none ps-16 pe-44 py-8", className)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
      <CaretDownIcon
        aria-hidden
        className="pointer-events-none absolute inset-y-0 end-12 my-auto size-20 text-ink-2"
      />
    </span>
  );
}
