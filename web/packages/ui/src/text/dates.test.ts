import { expect, test } from "vitest";
import { formatDateRange, formatDay, formatMoment } from "./dates";

const utc = { timeZone: "UTC" };
/** With spaces that do not break written as others. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("a range names its month once", () => {
  expect(plain(formatDateRange("2026-11-24", "2026-11-26", utc))).toBe("Tue 24 – Thu 26 Nov");
});

test("a range over two months names both", () => {
  expect(plain(formatDateRange("2026-11-30", "2026-12-02", utc))).toBe("Mon 30 Nov – Wed 2 Dec");
});

test("a range over the same month of two years names both", () => {
  expect(plain(formatDateRange("2026-12-31", "2027-01-02", utc))).toBe("Thu 31 Dec – Sat 2 Jan");
});

test("one day is no range", () => {
  expect(plain(formatDateRange("2026-11-24T08:00:00Z", "2026-11-24T18:00:00Z", utc))).toBe("Tue 24 Nov");
});

test("the day is that of the time zone", () => {
  expect(
    plain(formatDateRange("2026-11-24T23:30:00Z", "2026-11-25T23:30:00Z", { timeZone: "Europe/Madrid" })),
  ).toBe("Wed 25 – Thu 26 Nov");
});

test("other languages say it their way", () => {
  expect(plain(formatDateRange("2026-11-24", "2026-11-26", { ...utc, locale: "pt" }))).toBe(
    "ter. 24 – qui. 26 nov.",
  );
});

test("a day has its year only when it is another", () => {
  const now = new Date("2026-11-26");
  expect(plain(formatDay("2026-11-24", utc, now))).toBe("24 Nov");
  expect(plain(formatDay("2025-11-24", utc, now))).toBe("24 Nov 2025");
  expect(plain(formatMoment("2026-11-24T14:05:00Z", utc, now))).toBe("24 Nov, 14:05");
});

test("a day without a time is the same day everywhere", () => {
  for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    expect(plain(formatDay("2026-01-01", { timeZone }, "2026-12-31"))).toBe("1 Jan");
    expect(plain(formatDateRange("2026-12-31", "2027-01-01", { timeZone }))).toBe("Thu 31 Dec – Fri 1 Jan");
  }
});

test("a line breaks only between the days of a range", () => {
  expect(formatDateRange("2026-11-24", "2026-11-26", utc).split(" ")).toEqual([
    "Tue\u00a024\u00a0–",
    "Thu\u00a026\u00a0Nov",
  ]);
  expect(formatDay("2025-11-24", utc, new Date("2026-11-26"))).not.toContain(" ");
});
