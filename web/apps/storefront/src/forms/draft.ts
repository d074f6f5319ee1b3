import { useEffect } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

const PREFIX = "feria.draft.";

/** What was typed into a form before this page was loaded anew. */
export function draftOf<T extends object>(name: string): Partial<T> {
  try {
    return JSON.parse(globalThis.sessionStorage?.getItem(PREFIX + name) ?? "{}") as Partial<T>;
  } catch {
    return {};
  }
}

export function dropDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

/** Keeps what is typed until the tab is closed or the draft is dropped; never what `leaveOut` names. */
export function useDraft<T extends FieldValues>(
  name: string,
  form: UseFormReturn<T>,
  leaveOut: readonly string[] = [],
): void {
  const left = leaveOut.join(" ");
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values }) => {
          const kept = Object.entries(values).filter(([field]) => !left.split(" ").includes(field));
          sessionStorage.setItem(PREFIX + name, JSON.stringify(Object.fromEntries(kept)));
        },
      }),
    [name, form, left],
  );
}
