// The colours of globals.css against WCAG AA, in both themes.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../globals.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);
type Scheme = "light" | "dark";

function colour(name: string, scheme: Scheme): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`no token --${name}`);
  return token[scheme];
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const MODES = ["mode-none", "mode-outcome", "mode-process", "mode-process-and-outcome"];
const MARKS = ["verdict-reasonable", "verdict-neutral", "verdict-unreasonable", "verdict-none"];
const OUTCOMES = ["outcome-correct", "outcome-incorrect", "outcome-unlabelled"];
const SURFACES = ["canvas", "panel", "raised", "subtle", "hover"];

describe.each(["light", "dark"] as const)("in %s", (scheme) => {
  const ratio = (a: string, b: string) => contrast(colour(a, scheme), colour(b, scheme));

  it.each(["ink", "muted", "faint", "accent-ink", "danger-ink"])("%s is readable on every surface", (ink) => {
    for (const surface of SURFACES) expect(ratio(ink, surface), `${ink} on ${surface}`).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...MODES, ...MARKS, ...OUTCOMES])("%s is readable as text and seen as a shape", (name) => {
    for (const surface of [...SURFACES, `${name}-soft`])
      expect(ratio(`${name}-ink`, surface), `ink on ${surface}`).toBeGreaterThanOrEqual(4.5);
    expect(ratio(name, "panel")).toBeGreaterThanOrEqual(3);
  });

  it("buttons and notes are readable", () => {
    expect(contrast("#ffffff", colour("accent", scheme))).toBeGreaterThanOrEqual(4.5);
    expect(contrast("#ffffff", colour("accent-hover", scheme))).toBeGreaterThanOrEqual(4.5);
    expect(contrast("#ffffff", colour("danger", scheme))).toBeGreaterThanOrEqual(4.5);
    expect(ratio("warning-ink", "warning-soft")).toBeGreaterThanOrEqual(4.5);
    expect(ratio("accent-ink", "selected")).toBeGreaterThanOrEqual(4.5);
    expect(ratio("edge", "panel")).toBeGreaterThanOrEqual(3);
  });

  it("the four modes differ in lightness, so that they survive a monochrome print", () => {
    const lightness = MODES.map((mode) => Math.cbrt(luminance(colour(mode, scheme)))).sort();
    for (const [index, value] of lightness.entries())
      if (index > 0) expect(value - (lightness[index - 1] ?? 0)).toBeGreaterThan(0.04);
  });
});
