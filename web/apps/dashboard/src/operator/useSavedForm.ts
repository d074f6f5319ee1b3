import { ApiProblem, sentence } from "@feria/api";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm, type DefaultValues, type FieldPath, type FieldValues } from "react-hook-form";
import type { ZodType } from "zod";
import { useKeptDraft } from "./useKeptDraft";

export type SavedForm<Values extends FieldValues> = {
  /** Names the draft that is kept through a reload. */
  name: string;
  /** Of what is stored; when another one comes, the form has to be made anew. */
  version: number;
  base: Values;
  schema: ZodType<Values, Values>;
  write: (values: Values) => Promise<unknown>;
  /** The form's field for a field of the API; undefined where the form has none. */
  fieldOf: (apiField: string) => FieldPath<Values> | undefined;
  onSaved: () => void;
};

/** A form over something stored: kept while typed, checked, written with its version, the API's faults at their fields. */
export function useSavedForm<Values extends FieldValues>(wanted: SavedForm<Values>) {
  const { name, version, base, schema, write, fieldOf, onSaved } = wanted;
  const form = useForm<Values, unknown, Values>({
    defaultValues: base as DefaultValues<Values>,
    resolver: zodResolver(schema),
  });
  const draft = useKeptDraft(name, form, version);
  const [fault, setFault] = useState<unknown>(null);
  const take = (problem: ApiProblem) => {
    const found = problem.errors.map(({ field, message }) => ({ path: fieldOf(field), message }));
    for (const { path, message } of found) if (path) form.setError(path, { message: sentence(message) });
    setFault(found.length > 0 && found.every(({ path }) => path) ? null : problem);
  };
  const save = form.handleSubmit(async (values) => {
    setFault(null);
    try {
      await write(values);
      draft.drop();
      onSaved();
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      take(problem);
    }
  });
  const discard = () => {
    draft.drop();
    setFault(null);
    form.reset(base);
  };
  const isStale = fault instanceof ApiProblem && fault.status === 412;
  return { form, save: () => void save(), discard, fault, isStale, isSaving: form.formState.isSubmitting };
}
