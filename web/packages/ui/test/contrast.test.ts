import { readFileSync } from "node:fs";
import { clampGamut, converter, parse, wcagContrast, type Color } from "culori";
import { describe, expect, test } from "vitest";
import { STALL_HUES } from "../src/text/hue";

type Theme = "light" | "dark";

const css = readFileSync("packages/ui/tokens.css", "utf8");
const toRgb = converter("rgb");
const intoScreen = clampGamut("rgb");

type Hues = { accent?: number; stall?: number };

/** The value of a token in a theme, with hues filled in, as a screen can show it. */
function colour(name: string, theme: Theme, { accent = 345, stall = 345 }: Hues = {}): Color {
  const found = new RegExp(String.raw`--${name}:\s*([^;]+);`).exec(css)?.[1];
  if (!found) throw new Error(`tokens.css has no --${name}.`);
  const filled = found
    .replaceAll(/calc\(([\d.]+) - ([\d.]+) \* var\(--dim\)\)/g, (_, lightness: string, factor: string) =>
      String(Number(lightness) - Number(factor) * dim(accent)),
    )
    .replaceAll("var(--accent-h)", String(accent))
    .replaceAll("var(--h)", String(stall));
  const [light = filled, dark = light] = filled.match(/oklch\([^)]+\)/g) ?? [];
  const parsed = parse(theme === "light" ? light : dark);
  const shown = parsed && toRgb(intoScreen(parsed));
  if (!shown) throw new Error(`--${name} is no colour: ${filled}`);
  return shown;
}

/** `--dim` of tokens.css, which only a browser computes. */
function dim(accent: number): number {
  expect(css).toContain("--dim: max(0, 0.5 + cos((var(--accent-h) - 170) * 1deg));");
  return Math.max(0, 0.5 + Math.cos(((accent - 170) * Math.PI) / 180));
}

const TEXTS: [text: string, grounds: string[]][] = [
  ["ink", ["ground", "surface", "sunken", "plum-soft"]],
  ["ink-2", ["ground", "surface", "sunken", "plum-soft"]],
  ["ink-3", ["ground", "surface", "sunken"]],
  ["on-plum", ["plum", "plum-hover", "bar", "bar-hover"]],
  ["plum-text", ["ground", "surface", "sunken", "plum-soft"]],
  ["on-citron", ["citron"]],
  ["good", ["ground", "surface", "sunken", "good-soft"]],
  ["warn", ["ground", "surface", "sunken", "warn-soft"]],
  ["bad", ["ground", "surface", "sunken", "bad-soft"]],
  ["info", ["ground", "surface", "sunken", "info-soft"]],
];

const CONTROLS: [line: string, grounds: string[]][] = [
  ["line-strong", ["ground", "surface"]],
  ["plum", ["ground", "surface"]],
  ["star", ["ground", "surface"]],
  ["focus", ["ground", "surface", "sunken", "plum-soft"]],
];

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  test.each(TEXTS.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))(
    "%s can be read on %s",
    (text, ground) => {
      expect(wcagContrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(CONTROLS.flatMap(([line, grounds]) => grounds.map((ground) => [line, ground] as const)))(
    "%s is seen on %s",
    (line, ground) => {
      expect(wcagContrast(colour(line, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
    },
  );

  test.each(STALL_HUES)("the stall of hue %i can be read", (stall) => {
    const text = colour("stall-text", theme, { stall });
    for (const ground of ["stall-tint", "ground", "surface", "sunken"]) {
      expect(wcagContrast(text, colour(ground, theme, { stall }))).toBeGreaterThanOrEqual(4.5);
    }
    expect(
      wcagContrast(colour("on-band", theme, { stall }), colour("stall-band", theme, { stall })),
    ).toBeGreaterThanOrEqual(4.5);
  });

  test("the hue of the identity keeps its own lightness", () => {
    expect(dim(345)).toBe(0);
  });

  test("every accent hue a marketplace may choose can be read", () => {
    for (let accent = 0; accent < 360; accent += 5) {
      const of = (name: string) => colour(name, theme, { accent });
      expect(wcagContrast(of("on-plum"), of("plum")), `on-plum at ${accent}`).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(of("on-plum"), of("plum-hover")), `hover at ${accent}`).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(of("on-plum"), of("bar-hover")), `bar at ${accent}`).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(of("plum-text"), of("ground")), `plum-text at ${accent}`).toBeGreaterThanOrEqual(
        4.5,
      );
      expect(wcagContrast(of("plum-text"), of("plum-soft")), `soft at ${accent}`).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(of("plum"), of("surface")), `plum at ${accent}`).toBeGreaterThanOrEqual(3);
    }
  });
});
