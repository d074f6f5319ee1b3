const NAMED_MAX = 3;

/** "Title, Prices and 2 more": the first few by name, the rest counted; lower case but for the first. */
export function nameChanges(changes: string[], locale = "en", more = (count: number) => `+${count}`): string {
  const named = changes.slice(0, NAMED_MAX).map((change, place) => (place === 0 ? change : lowered(change)));
  const rest = changes.length - named.length;
  const all = rest > 0 ? [...named, more(rest)] : named;
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(all);
}

/** "SKU" stays as it is. */
function lowered(text: string): string {
  return /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

type Named<Values> = { [Name in keyof Values]?: string };

/** The labels of the fields in which two states of a form differ, in the order of `labels`. */
export function changedLabels<Values extends object>(
  before: Values,
  now: Values,
  labels: Named<Values>,
): string[] {
  const names = Object.keys(labels) as (keyof Values)[];
  return names.filter((name) => !isSame(before[name], now[name])).map((name) => labels[name] ?? String(name));
}

/** Whether two plain values say the same, whatever the order of their members. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, place) => isSame(item, other[place]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
