import { StarIcon } from "../icons";
import { FieldError } from "./Field";
import { fieldId } from "./fieldParts";

export type StarsChoiceProps = {
  legend: string;
  name: string;
  value: number | null;
  onChange: (stars: number) => void;
  /** "4 stars" */
  labelOf: (stars: number) => string;
  error?: string | undefined;
};

const STARS = [1, 2, 3, 4, 5];

/** One to five whole stars: five radio buttons, so that arrows and screen readers know them. */
export function StarsChoice({ legend, name, value, onChange, labelOf, error }: StarsChoiceProps) {
  const id = fieldId(name);
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="type-label text-ink">{legend}</legend>
      <div className="-ms-8 flex">
        {STARS.map((stars) => (
          <label
            key={stars}
            className="relative flex size-44 cursor-pointer items-center justify-center rounded-full hover:bg-sunken"
          >
            <input
              type="radio"
              name={name}
              value={stars}
              checked={stars === value}
              onChange={() => onChange(stars)}
              className="absolute inset-0 size-full cursor-pointer appearance-none rounded-full"
            />
            <StarIcon
              aria-hidden
              weight={stars <= (value ?? 0) ? "fill" : "regular"}
              className={
                stars <= (value ?? 0)
                  ? "pointer-events-none size-24 text-star"
                  : "pointer-events-none size-24 text-ink-3"
              }
            />
            <span className="sr-only">{labelOf(stars)}</span>
          </label>
        ))}
        <span aria-hidden="true" className="self-center ps-8 type-label text-ink-2">
          {value === null ? "" : labelOf(value)}
        </span>
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
