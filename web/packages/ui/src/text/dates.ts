type Day = string | Date;
export type DateTexts = { locale?: string; timeZone?: string };

const WEEKDAY = { weekday: "short" } as const;
const DAY = { day: "numeric" } as const;
const MONTH = { month: "short" } as const;
/** A day never ends a line without its month; a range may break after its dash. */
const NBSP = "\u00a0";
/** A day without a time is the same day everywhere. */
const isDayOnly = (day: Day) => typeof day === "string" && !day.includes("T");

/** Promised days as people read them: Tue 24 – Thu 26 Nov; the month once, where it is one. */
export function formatDateRange(from: Day, to: Day, texts: DateTexts = {}): string {
  const [first, last] = [new Date(from), new Date(to)];
  const zoned = inZoneOf(from, texts);
  const written = (date: Date, parts: Intl.DateTimeFormatOptions) => text(date, parts, zoned);
  const weekday = (date: Date) => `${written(date, WEEKDAY)}${NBSP}${written(date, DAY)}`;
  const lastDay = `${weekday(last)}${NBSP}${written(last, MONTH)}`;
  if (written(first, { dateStyle: "short" }) === written(last, { dateStyle: "short" })) return lastDay;
  const sameMonth = written(first, MONTH) === written(last, MONTH);
  return `${weekday(first)}${sameMonth ? "" : `${NBSP}${written(first, MONTH)}`}${NBSP}– ${lastDay}`;
}

/** One day: 24 Nov 2026; without the year while it is this one. */
export function formatDay(day: Day, texts: DateTexts = {}, now: Day = new Date()): string {
  const date = new Date(day);
  const zoned = inZoneOf(day, texts);
  const year = (one: Date) => text(one, { year: "numeric" }, zoned);
  const short = `${text(date, DAY, zoned)}${NBSP}${text(date, MONTH, zoned)}`;
  return year(date) === year(new Date(now)) ? short : `${short}${NBSP}${year(date)}`;
}

/** Day and time: 24 Nov, 14:05. */
export function formatMoment(moment: Day, texts: DateTexts = {}, now = new Date()): string {
  const time = text(new Date(moment), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, texts);
  return `${formatDay(moment, texts, now)}, ${time}`;
}

const inZoneOf = (day: Day, texts: DateTexts): DateTexts =>
  isDayOnly(day) ? { ...texts, timeZone: "UTC" } : texts;

function text(date: Date, parts: Intl.DateTimeFormatOptions, { locale = "en", timeZone }: DateTexts): string {
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(date);
}
