/** Whether one eval is better than another on the questions that both answered. */
import { estimate, type Measure } from "../agreement/bootstrap";
import { addCount, noCounts } from "../agreement/clusters";
import type { Interval } from "../interval";
import { randomFor } from "../random";

/** Shares correct of one question's samples, 0 to 1. */
export type Pair = { a: number; b: number };

export type PairedResult = {
  questions: number;
  /** Questions on which b is better than a, worse, as good */
  wins: number;
  losses: number;
  ties: number;
  /** Mean of b − a over the questions, with a 95 % interval (null where all differ alike); null without a question */
  difference: { mean: number; interval: Interval | null } | null;
  /** Two-sided p-value of the exact McNemar test on wins and losses; null where there is neither */
  p: number | null;
};

const [SUM, QUESTIONS] = [0, 1];
const MEAN: Measure = {
  kind: "index",
  n: (sums) => sums[QUESTIONS] ?? 0,
  of: (sums) => (sums[QUESTIONS] ? (sums[SUM] ?? 0) / sums[QUESTIONS] : null),
};

/**
 * The exact test is McNemar's (Psychometrika 12, 1947) with the binomial distribution in place of χ²: given the questions
 * on which the two differ, each is as likely to be a win as a loss. With several samples a question it is the sign test
 * on the shares. The interval is the bootstrap over questions that agreement figures have, from a fixed seed.
 */
export function comparePaired(pairs: readonly Pair[], seed = 1): PairedResult {
  const differences = pairs.map(({ a, b }) => b - a);
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  return {
    ...{ questions: pairs.length, wins, losses, ties: pairs.length - wins - losses },
    difference: meanOf(differences, seed),
    p: mcnemarExact(wins, losses),
  };
}

/** Two-sided p-value; null for no discordant pair. */
export function mcnemarExact(wins: number, losses: number): number | null {
  const n = wins + losses;
  if (n === 0) return null;
  let tail = 0;
  // In logarithms: 2⁻ⁿ alone is 0 in floating point from n = 1,075 on.
  let logTerm = -n * Math.LN2;
  for (let k = 0; k <= Math.min(wins, losses); k += 1) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}

function meanOf(differences: readonly number[], seed: number): PairedResult["difference"] {
  const counts = noCounts(differences.length, 2);
  differences.forEach((difference, question) => {
    addCount(counts, question, SUM, difference);
    addCount(counts, question, QUESTIONS);
  });
  const { value, interval } = estimate(counts, { mean: MEAN }, randomFor(`paired ${seed}`).next).mean;
  return value === null ? null : { mean: value, interval };
}
