import { useEffect, useState } from "react";

const PAUSE_MS = 400;

/** The value once it has not changed for a moment, so that nothing is asked for at each key. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
