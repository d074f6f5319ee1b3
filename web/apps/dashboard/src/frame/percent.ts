const BASIS_POINTS_MAX = 10_000;

/** A percentage as people type it, in basis points: "12,5" is 1250. Null when it is none between 0 and 100. */
export function parsePercent(text: string): number | null {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim());
  if (!found) return null;
  const [, whole = "", rest = ""] = found;
  const points = Number(whole) * 100 + Number(rest.padEnd(2, "0"));
  return points <= BASIS_POINTS_MAX ? points : null;
}

/** Basis points as a field shows them for editing: 1250 is "12.5". */
export function percentText(points: number): string {
  return String(points / 100);
}
