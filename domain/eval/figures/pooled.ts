/** Accuracy of several seeds of one arm together, and what they gain over the base on the same questions. */
import { central } from "../../agreement/bootstrap";
import { clusterByQuestion } from "../../agreement/clusters";
import { type Interval, wilson } from "../../interval";
import { randomFor } from "../../random";
import { accuracyOf, sumsOf } from "../accuracy";
import { type Answers, answersBy } from "./answers";

/** What was drawn anew for the interval. */
export type Resampled = "questions" | "seeds and questions";

export type Pooled = {
  share: number;
  interval: Interval | null;
  /** Labelled answers */
  n: number;
  questions: number;
  seeds: number;
  resampled: Resampled;
};

export type Gain = {
  /** Share of the arm less that of the base, on the questions that both have an outcome on */
  difference: number;
  /** null where every replicate says the same */
  interval: Interval | null;
  /** The difference as a share of the base's; null where the base has none right */
  relative: number | null;
  questions: number;
  resampled: Resampled;
};

const REPLICATES = 2_000;

/**
 * Share correct of all labelled answers. One seed has the interval of the results table (`accuracyOf`). Of several, seeds
 * and questions are drawn with replacement, each by themselves, and an answer counts as often as its seed times its
 * question was drawn: the pigeonhole bootstrap (Owen, Annals of Applied Statistics 1, 2007, p. 386–411), which is
 * rather too wide than too narrow. The interval is the central 95 % of 2,000 replicates. A share of
 * exactly 0 or 1 has Wilson's on as many answers as questions. null where nothing is labelled.
 */
export function poolSeeds(seeds: readonly Answers[]): Pooled | null {
  const filled = seeds.filter(({ questions }) => questions.length > 0);
  const [first] = filled;
  if (!first) return null;
  if (filled.length === 1) {
    const found = accuracyOf(sumsOf(first.questions.map((_, at) => of(first, at))));
    if (!found) return null;
    const { share, n, questions, low, high } = found;
    return { share, n, questions, seeds: 1, interval: { low, high }, resampled: "questions" };
  }
  const grid = gridOf(filled, null);
  const { n, share } = totals(grid);
  if (share === null) return null;
  const interval =
    share === 0 || share === 1
      ? wilson(share * grid.questions, grid.questions)
      : central(replicatesOf(grid, "pooled", (arm) => arm));
  return { share, interval, n, questions: grid.questions, seeds: filled.length, resampled: "seeds and questions" };
}

/**
 * The same draws decide arm and base, so that questions hard for both cancel out; with one seed only questions are drawn
 * (paired bootstrap: Efron and Tibshirani, 1993, chapter 13). null where they share no question.
 */
export function gainOver(base: Answers, seeds: readonly Answers[]): Gain | null {
  const filled = seeds.filter(({ questions }) => questions.length > 0);
  const grid = gridOf(filled, base);
  const { share, baseShare } = totals(grid);
  if (share === null || baseShare === null) return null;
  const difference = share - baseShare;
  return {
    difference,
    interval: central(replicatesOf(grid, "gain", (arm, before) => arm - before)),
    relative: baseShare === 0 ? null : difference / baseShare,
    questions: grid.questions,
    resampled: filled.length > 1 ? "seeds and questions" : "questions",
  };
}

const of = ({ labelled, correct }: Answers, at: number) => ({ labelled: labelled[at] ?? 0, correct: correct[at] ?? 0 });

/** Sums by seed and cluster of questions; beyond a thousand questions several share a cluster. */
type Grid = {
  questions: number;
  clusters: number;
  n: Float64Array[];
  c: Float64Array[];
  baseN: Float64Array;
  baseC: Float64Array;
};

function gridOf(seeds: readonly Answers[], base: Answers | null): Grid {
  const known = base && answersBy(base);
  const ids = [...new Set(seeds.flatMap(({ questions }) => questions))].filter((id) => known?.has(id) ?? true);
  const clusters = clusterByQuestion(Int32Array.from(ids));
  const clusterOf = new Map(ids.map((id, at) => [id, clusters.of[at] ?? 0]));
  const empty = () => new Float64Array(clusters.size);
  const grid: Grid = {
    ...{ questions: ids.length, clusters: clusters.size, baseN: empty(), baseC: empty() },
    ...{ n: seeds.map(empty), c: seeds.map(empty) },
  };
  const add = (n: Float64Array | undefined, c: Float64Array | undefined, answers: Answers) =>
    answers.questions.forEach((id, at) => {
      const cluster = clusterOf.get(id);
      if (cluster === undefined || !n || !c) return;
      const sums = of(answers, at);
      n[cluster] = (n[cluster] ?? 0) + sums.labelled;
      c[cluster] = (c[cluster] ?? 0) + sums.correct;
    });
  seeds.forEach((answers, seed) => {
    add(grid.n[seed], grid.c[seed], answers);
  });
  if (base) add(grid.baseN, grid.baseC, base);
  return grid;
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
const share = (c: number, n: number) => (n === 0 ? null : c / n);

function totals(grid: Grid) {
  const n = grid.n.reduce((total, row) => total + sum(row), 0);
  const c = grid.c.reduce((total, row) => total + sum(row), 0);
  return { n, share: share(c, n), baseShare: share(sum(grid.baseC), sum(grid.baseN)) };
}

/** One figure for each replicate in which it is defined. */
function replicatesOf(grid: Grid, name: string, figure: (arm: number, base: number) => number): Float64Array {
  const { next } = randomFor(name);
  const draws = new Float64Array(REPLICATES);
  const seeds = grid.n.length;
  const times = new Int32Array(grid.clusters);
  const seedTimes = new Int32Array(seeds);
  let defined = 0;
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    draw(times, next);
    if (seeds > 1) draw(seedTimes, next);
    else seedTimes.fill(1);
    let [n, c] = [0, 0];
    for (let seed = 0; seed < seeds; seed += 1) {
      const weight = seedTimes[seed] ?? 0;
      if (weight === 0) continue;
      n += weight * dot(times, grid.n[seed]);
      c += weight * dot(times, grid.c[seed]);
    }
    const baseN = dot(times, grid.baseN);
    if (n === 0) continue;
    draws[defined] = figure(c / n, baseN === 0 ? 0 : dot(times, grid.baseC) / baseN);
    defined += 1;
  }
  return draws.subarray(0, defined);
}

function draw(times: Int32Array, next: () => number): void {
  times.fill(0);
  for (let pick = 0; pick < times.length; pick += 1) {
    const at = Math.floor(next() * times.length);
    times[at] = (times[at] ?? 0) + 1;
  }
}

function dot(times: Int32Array, values: Float64Array | undefined): number {
  let total = 0;
  for (let at = 0; at < times.length; at += 1) total += (times[at] ?? 0) * (values?.[at] ?? 0);
  return total;
}
