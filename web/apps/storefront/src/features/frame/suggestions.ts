export function searchHref(words: string): string {
  return `/search?${new URLSearchParams({ q: words })}`;
}

/** The place after this one in a direction; -1 is the field itself, which stands between the last and the first. */
export function moved(place: number, step: 1 | -1, count: number): number {
  return ((place + 1 + step + count + 1) % (count + 1)) - 1;
}
