/** Cohen's κ and what else a square table of two judges' words says. */

/** Counts by the first judge's word, then the second's. */
export type Square = readonly (readonly number[])[];

/** Share of the counts on which both say the same; null where there are none. */
export function agreementShare(table: Square): number | null {
  const { n, same } = marginsOf(table);
  return n === 0 ? null : same / n;
}

/**
 * κ = (p₀ − pₑ) / (1 − pₑ), with p₀ the share of agreement and pₑ = Σ p(A says c) · p(B says c), what two judges agree
 * on by chance who use the words as often. J. Cohen, "A coefficient of agreement for nominal scales", Educational and
 * Psychological Measurement 20 (1960), formula 2. null where pₑ is 1 (both always say one and the same) and without counts.
 */
export function cohensKappa(table: Square): number | null {
  const { n, same, byChance } = marginsOf(table);
  return byChance === n * n ? null : (same * n - byChance) / (n * n - byChance);
}

/** In counts, so that "by chance always" is found exactly; in plain loops, because every replicate asks. */
function marginsOf(table: Square): { n: number; same: number; byChance: number } {
  let [n, same, byChance] = [0, 0, 0];
  for (let word = 0; word < table.length; word += 1) {
    let [a, b] = [0, 0];
    for (let other = 0; other < table.length; other += 1) {
      a += table[word]?.[other] ?? 0;
      b += table[other]?.[word] ?? 0;
    }
    n += a;
    same += table[word]?.[word] ?? 0;
    byChance += a * b;
  }
  return { n, same, byChance };
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
