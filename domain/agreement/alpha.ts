/** Krippendorff's α: agreement of two or more judges, with verdicts missing. */
import { type Square, sumOf } from "./kappa";

export type Level = "nominal" | "ordinal";

/**
 * The coincidences of one unit with `counts[c]` judges saying category c: every ordered pair of its values weighs
 * 1 / (m − 1), m the number of values. A unit with fewer than two values has none. `add` is called with each cell's weight.
 */
export function addCoincidences(
  counts: readonly number[],
  add: (from: number, to: number, weight: number) => void,
): void {
  const values = sumOf(counts);
  if (values < 2) return;
  counts.forEach((count, from) => {
    counts.forEach((other, to) => {
      const pairs = count * (from === to ? other - 1 : other);
      if (pairs > 0) add(from, to, pairs / (values - 1));
    });
  });
}

/**
 * α = 1 − Dₒ / Dₑ from a table of coincidences o(c, k), with n(c) its margins and n their sum:
 * Dₒ = Σ o(c, k) δ²(c, k), Dₑ = Σ n(c) n(k) δ²(c, k) / (n − 1). δ² nominal is 1 for different categories; ordinal, for
 * categories in their order, it is (Σ n(g) from c to k − (n(c) + n(k)) / 2)². K. Krippendorff, "Computing Krippendorff's
 * Alpha-Reliability" (2011), sections C and D. null where there is no variation at all (Dₑ = 0).
 */
export function krippendorffsAlpha(coincidences: Square, level: Level = "nominal"): number | null {
  const margin = coincidences.map(sumOf);
  const n = sumOf(margin);
  let [observed, expected] = [0, 0];
  coincidences.forEach((row, from) => {
    row.forEach((count, to) => {
      if (from === to) return;
      const distance = level === "nominal" ? 1 : ordinalDistance(margin, from, to);
      observed += count * distance;
      expected += (margin[from] ?? 0) * (margin[to] ?? 0) * distance;
    });
  });
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
}

function ordinalDistance(margin: readonly number[], from: number, to: number): number {
  const between = sumOf(margin.slice(Math.min(from, to), Math.max(from, to) + 1));
  return (between - ((margin[from] ?? 0) + (margin[to] ?? 0)) / 2) ** 2;
}
