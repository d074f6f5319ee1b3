import { useEffect, useMemo } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

type Kept<Values> = { base: string; values: Values };

/**
 * Keeps what is typed over a reload of the page, in this tab only. `base` names what it was typed on top of (a
 * version): a draft on top of something else is let go.
 */
export function useDraft<Values extends FieldValues>(
  key: string,
  form: Pick<UseFormReturn<Values>, "watch" | "reset" | "formState" | "getValues">,
  base = "",
) {
  const { watch, reset } = form;
  useEffect(() => {
    const kept = read<Values>(key);
    if (kept?.base === base) reset(kept.values, { keepDefaultValues: true });
    const { unsubscribe } = watch((values) => {
      sessionStorage.setItem(key, JSON.stringify({ base, values }));
    });
    return unsubscribe;
  }, [key, base, watch, reset]);
  return useMemo(() => ({ clear: () => sessionStorage.removeItem(key) }), [key]);
}

function read<Values>(key: string): Kept<Values> | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Kept<Values> | null;
  } catch {
    return null;
  }
}
