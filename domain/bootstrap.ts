/** Intervals for a difference of two shares over the same questions, by resampling whole questions. */
import type { Interval } from "./interval";

/** Of one question: how many of how many. */
export type Part = { count: number; of: number };
/** A question under both arms. */
export type Pair = { before: Part; after: Part };

export type Difference = Interval & { difference: number };

/**
 * share(after) − share(before), where a share is the sum of counts over the sum of what they are of, with the central 95 %
 * of its bootstrap distribution (percentile method: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter
 * 13). Questions are resampled, not steps: the steps of a question hang together, and both arms answered the same one.
 * `random` gives numbers in [0, 1). null where either arm has nothing to count.
 */
export function bootstrapDifference(
  pairs: readonly Pair[],
  random: () => number,
  resamples = 10_000,
): Difference | null {
  const whole = differenceOf(pairs);
  if (whole === null) return null;
  const draws: number[] = [];
  for (let draw = 0; draw < resamples; draw++) {
    const drawn = pairs.map(() => pairs[Math.floor(random() * pairs.length)] as Pair);
    const difference = differenceOf(drawn);
    if (difference !== null) draws.push(difference);
  }
  draws.sort((left, right) => left - right);
  return { difference: whole, low: quantile(draws, 0.025), high: quantile(draws, 0.975) };
}

function differenceOf(pairs: readonly Pair[]): number | null {
  let before = 0;
  let beforeOf = 0;
  let after = 0;
  let afterOf = 0;
  for (const pair of pairs) {
    before += pair.before.count;
    beforeOf += pair.before.of;
    after += pair.after.count;
    afterOf += pair.after.of;
  }
  return beforeOf === 0 || afterOf === 0 ? null : after / afterOf - before / beforeOf;
}

/** Linear between neighbours, as NumPy's default. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}
