/** Cohen's κ and what else a square table of two judges' words says. */

/** Counts by the first judge's word, then the second's. */
export type Square = readonly (readonly number[])[];

/** Share of the counts on which both say the same; null where there are none. */
export function agreementShare(table: Square): number | null {
  const n = sumOf(table.flat());
  return n === 0 ? null : sumOf(table.map((row, index) => row[index] ?? 0)) / n;
}

/**
 * κ = (p₀ − pₑ) / (1 − pₑ), with p₀ the share of agreement and pₑ = Σ p(A says c) · p(B says c), what two judges agree
 * on by chance who use the words as often. J. Cohen, "A coefficient of agreement for nominal scales", Educational and
 * Psychological Measurement 20 (1960), formula 2. null where pₑ is 1 (both always say one and the same) and without counts.
 */
export function cohensKappa(table: Square): number | null {
  const n = sumOf(table.flat());
  const observed = sumOf(table.map((row, index) => row[index] ?? 0));
  // In counts, so that "by chance always" is found exactly.
  const byChance = sumOf(table.map((row, index) => sumOf(row) * sumOf(table.map((other) => other[index] ?? 0))));
  return byChance === n * n ? null : (observed * n - byChance) / (n * n - byChance);
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
