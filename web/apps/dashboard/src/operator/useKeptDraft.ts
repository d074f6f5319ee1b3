import { useEffect } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

type Kept = { version: number; values: FieldValues };

/**
 * Keeps what is typed into a form through a reload of the page, in this tab only. A draft of another version of the
 * thing is not taken up again, since it would undo what came after it.
 */
export function useKeptDraft<Values extends FieldValues>(
  name: string,
  form: UseFormReturn<Values>,
  version: number,
) {
  const key = `feria.draft ${name}`;
  useEffect(() => {
    const kept = readKept(key);
    if (kept?.version === version) form.reset(kept.values as Values, { keepDefaultValues: true });
  }, [key, version, form]);
  useEffect(() => {
    const watched = form.watch((values) => {
      sessionStorage.setItem(key, JSON.stringify({ version, values } satisfies Kept));
    });
    return () => watched.unsubscribe();
  }, [key, version, form]);
  return { drop: () => sessionStorage.removeItem(key) };
}

function readKept(key: string): Kept | null {
  const text = sessionStorage.getItem(key);
  return text ? (JSON.parse(text) as Kept) : null;
}
