/** Means of arms and their differences, with intervals that resample seeds and questions. */
import { randomFor } from "../random";
import { student975 } from "../student";
import { type Measure, partOf, type ReproduceItem } from "./items";

export type Estimate = {
  mean: number;
  low: number;
  high: number;
  seeds: number;
  questions: number;
  /** What each seed alone comes to, on all questions */
  bySeed: number[];
};

const REPLICATES = 2_000;

/** Counts by seed and question: `count[seed][question]` of `of[seed][question]`. */
type Grid = { count: number[][]; of: number[][] };

/**
 * The answers of one arm on one set. Every seed must have answered the same questions; throws RangeError where one did not,
 * since a missing answer must not pass for a wrong one or for none.
 */
function gridOf(items: readonly ReproduceItem[], measure: Measure, questions: readonly string[]): Grid {
  const seeds = [...new Set(items.map(({ seed }) => seed))].sort((left, right) => left - right);
  const grid: Grid = { count: [], of: [] };
  for (const seed of seeds) {
    const own = new Map(items.filter((item) => item.seed === seed).map((item) => [item.question, item]));
    const parts = questions.map((question) => {
      const item = own.get(question);
      if (!item) throw new RangeError(`${items[0]?.arm}, seed ${seed}: no answer to ${question}`);
      return partOf(item, measure);
    });
    grid.count.push(parts.map(({ count }) => count));
    grid.of.push(parts.map(({ of }) => of));
  }
  return grid;
}

const questionsOf = (items: readonly ReproduceItem[]) => [...new Set(items.map(({ question }) => question))].sort();

/** Share over the drawn seeds and questions; null where nothing is counted. */
function shareOf(grid: Grid, seeds: readonly number[], questions: readonly number[]): number | null {
  let count = 0;
  let of = 0;
  for (const seed of seeds)
    for (const question of questions) {
      count += grid.count[seed]?.[question] ?? 0;
      of += grid.of[seed]?.[question] ?? 0;
    }
  return of === 0 ? null : count / of;
}

/**
 * The mean of one arm, or of `a` less `b`, with the central 95 % of a bootstrap that resamples seeds and questions, crossed
 * (the pigeonhole bootstrap: Owen, Annals of Applied Statistics 1, 2007, section 3). Arms that have the same seeds draw
 * the same ones; one with a single seed, as the base, keeps it. Items are of one question set. null where nothing is counted.
 */
export function estimate(
  name: string,
  measure: Measure,
  a: readonly ReproduceItem[],
  b: readonly ReproduceItem[] | null = null,
): Estimate | null {
  const questions = questionsOf(a);
  if (questions.length === 0) return null;
  const first = gridOf(a, measure, questions);
  const second = b === null ? null : gridOf(b, measure, questions);
  const differenceAt = (seeds: readonly number[], drawn: readonly number[]): number | null => {
    const share = shareOf(first, seeds, drawn);
    if (share === null || second === null) return share;
    const other = shareOf(second, second.count.length === 1 ? seeds.map(() => 0) : seeds, drawn);
    return other === null ? null : share - other;
  };
  const allSeeds = first.count.map((_, index) => index);
  if (second && second.count.length > 1 && second.count.length !== allSeeds.length)
    throw new RangeError(`${name}: the arms have other seeds`);
  const allQuestions = questions.map((_, index) => index);
  const mean = differenceAt(allSeeds, allQuestions);
  if (mean === null) return null;
  const random = randomFor(`reproduce ${name} ${measure}`);
  const pick = (all: readonly number[]) => all.map(() => all[random.int(0, all.length - 1)] ?? 0);
  const draws: number[] = [];
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    const value = differenceAt(pick(allSeeds), pick(allQuestions));
    if (value !== null) draws.push(value);
  }
  draws.sort((left, right) => left - right);
  const at = (share: number) => draws[Math.round(share * (draws.length - 1))] ?? mean;
  const bySeed = allSeeds.flatMap((seed) => differenceAt([seed], allQuestions) ?? []);
  return { mean, low: at(0.025), high: at(0.975), seeds: allSeeds.length, questions: questions.length, bySeed };
}

/**
 * The 95 % interval of the mean of what seeds came to, each taken as one observation on these very questions (Student's t).
 * null for fewer than two seeds.
 */
export function intervalOverSeeds(bySeed: readonly number[]): { low: number; high: number } | null {
  const n = bySeed.length;
  if (n < 2) return null;
  const mean = bySeed.reduce((sum, value) => sum + value, 0) / n;
  const variance = bySeed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = student975(n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}

export type Reading = "agrees" | "disagrees" | "not settled";

/** A claim that a difference lies above 0, by its interval. */
export function readingOf({ low, high }: Pick<Estimate, "low" | "high">): Reading {
  if (low > 0) return "agrees";
  return high < 0 ? "disagrees" : "not settled";
}
