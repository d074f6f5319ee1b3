import { expect, test } from "vitest";
import { momentOf, wallTime } from "./zoned";

test("a shop's clocks lead to a moment and back, also around their change", () => {
  for (const [wall, zone, moment] of [
    ["2026-11-26T15:00", "Europe/Madrid", "2026-11-26T14:00:00.000Z"],
    ["2026-03-29T03:30", "Europe/Madrid", "2026-03-29T01:30:00.000Z"],
    ["2026-07-01T00:00", "America/New_York", "2026-07-01T04:00:00.000Z"],
  ] as const) {
    expect(momentOf(wall, zone)).toBe(moment);
    expect(wallTime(moment, zone)).toBe(wall);
  }
  expect(momentOf("", "Europe/Madrid")).toBeNull();
});
