/** The hues a stall may have, in the order in which they are given. */
export const STALL_HUES = [20, 48, 75, 105, 140, 168, 200, 235, 270, 300, 325, 355] as const;

/**
 * What makes an element a stall's: spread it, and add `className` to your own. The nearest of the twelve hues
 * is taken, since styles of elements would be refused in HTML from the server.
 */
export function stallProps(hue: number | null | undefined): { className: string; "data-h"?: number } {
  return hue === null || hue === undefined
    ? { className: "stall" }
    : { className: "stall", "data-h": nearest(hue) };
}

function nearest(hue: number): number {
  const apart = (other: number) => Math.min(Math.abs(other - hue), 360 - Math.abs(other - hue));
  return STALL_HUES.reduce(
    (best, other) => (apart(other) < apart(best) ? other : best),
    STALL_HUES[0] as number,
  );
}
