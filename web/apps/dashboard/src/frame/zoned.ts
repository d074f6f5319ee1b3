/** What the zone's clocks show at a moment, as a field for day and time has it: 2026-11-26T15:00. */
export function wallTime(moment: string | number, timeZone: string): string {
  const texts = { timeZone, dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("sv-SE", texts).format(new Date(moment)).replace(" ", "T");
}

/** The moment at which the zone's clocks show this; null when it is no time. */
export function momentOf(wall: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const behind = (moment: number) => Date.parse(`${wallTime(moment, timeZone)}Z`) - moment;
  // Twice, since the clocks may be changed in between.
  const near = asUtc - behind(asUtc);
  return new Date(asUtc - behind(near)).toISOString();
}
