import { useState } from "react";
import { useTranslation } from "react-i18next";

export const MEASURES = ["length", "width", "height"] as const;
export type Measure = (typeof MEASURES)[number];
export type Box = Record<Measure, string> & { weight: string };
export type BoxForm = {
  box: Box;
  errors: Partial<Record<keyof Box, string>>;
  setBox: (change: Partial<Box>) => void;
};

const EMPTY: Box = { length: "", width: "", height: "", weight: "" };
const MM_PER_CM = 10;
const CM_MAX = 300;
const GRAMS_MAX = 70_000;

/** What a person typed as a number; null when it is none above zero. */
export function positive(text: string): number | null {
  const value = Number(text.trim().replace(",", "."));
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** The measures of a box in millimetres, or null. */
export function measuresOf(box: Box) {
  const [length_mm, width_mm, height_mm] = MEASURES.map((name) => {
    const value = positive(box[name]);
    return value !== null && value <= CM_MAX ? Math.ceil(value * MM_PER_CM) : null;
  });
  return length_mm && width_mm && height_mm ? { length_mm, width_mm, height_mm } : null;
}

function faultsOf(box: Box, t: (key: string) => string): BoxForm["errors"] {
  const found: BoxForm["errors"] = {};
  for (const name of MEASURES) {
    const value = positive(box[name]);
    if (value === null || value > CM_MAX) found[name] = t("sell.label.measureWrong");
  }
  const grams = positive(box.weight);
  if (grams === null || grams > GRAMS_MAX) found.weight = t("sell.label.weightWrong");
  return found;
}

/** A packed box as it is typed in; `onChange` hears that it is another one. */
export function useBox(onChange: () => void) {
  const { t } = useTranslation();
  const [box, setWhole] = useState<Box>(EMPTY);
  const [errors, setErrors] = useState<BoxForm["errors"]>({});
  const measures = measuresOf(box);
  const grams = positive(box.weight);
  const form: BoxForm = {
    box,
    errors,
    setBox: (change) => {
      setWhole((before) => ({ ...before, ...change }));
      onChange();
    },
  };
  return {
    form,
    /** The box, or null while something is missing. */
    found: measures && grams ? { ...measures, weight_grams: Math.min(Math.ceil(grams), GRAMS_MAX) } : null,
    /** Says beside each field what is wrong with it; whether nothing is. */
    check: () => {
      const faults = faultsOf(box, t);
      setErrors(faults);
      return Object.keys(faults).length === 0;
    },
  };
}
