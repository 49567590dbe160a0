/** Confidence intervals of a share. */

/** Half-width of a standard normal's central 95 %, in standard deviations. */
const Z_95 = 1.959963984540054;

export type Interval = { low: number; high: number };

/**
 * Wilson's score interval for `successes` out of `n`, as shares from 0 to 1; null where n is 0, since nothing is known
 * then. E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), without
 * continuity correction: method 3 of Newcombe, Statistics in Medicine 17 (1998).
 */
export function wilson(successes: number, n: number, z: number = Z_95): Interval | null {
  if (!(successes >= 0 && successes <= n)) throw new RangeError(`${successes} successes out of ${n}`);
  if (n === 0) return null;
  const share = successes / n;
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const centre = share + (z * z) / (2 * n);
  const scale = 1 + (z * z) / n;
  // At the ends the formula gives exactly 0 and 1; floating point may miss them by one digit.
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: successes === n ? 1 : Math.min(1, (centre + spread) / scale),
  };
}
