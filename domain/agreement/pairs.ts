/** Two judges' ratings of the same steps, counted by cluster: everything their agreement is computed from. */
import { NO_VERDICT, type PoolTable } from "../filtering/pool-table";
import { addCount, type ClusterCounts, type Clusters } from "./clusters";
import { type Square, sumOf } from "./kappa";

/** What one judging run ruled on a pool. */
export type Ruled = {
  /** Of each step: 1 reasonable, 0 neutral, -1 unreasonable, NO_VERDICT */
  readonly rating: Int8Array;
  /** Of each trajectory: 1 where the run has judged it, even if no verdict came of it */
  readonly judged: Uint8Array;
};

/** How much each step and each trajectory counts. */
export type StepWeights = { readonly step: Float64Array; readonly trajectory: Float64Array };

/** Words in the order of the counts: ratings -1, 0, 1, then none. */
export const WORDS = ["unreasonable", "neutral", "reasonable", "none"] as const;
const NONE = 3;
const SIDE = WORDS.length;

/** Columns of counts: a cell for each two words, then first errors by trajectory. */
const FIRST = SIDE * SIDE;
const FIRST_SAME = FIRST;
const FIRST_OF = FIRST + 1;
/** A's first error is not settled: left out */
const FIRST_OPEN = FIRST + 2;
/** Counted although B left a step without a verdict before its first error */
const FIRST_GAPS = FIRST + 3;
const FIRST_GAPS_SAME = FIRST + 4;
export const PAIR_COLUMNS = FIRST + 5;

/** Adds the step at `at` of a trajectory that both have judged. */
export function addStep(
  counts: ClusterCounts,
  cluster: number,
  a: Ruled,
  b: Ruled,
  at: number,
  weights: StepWeights | null = null,
): void {
  addCount(counts, cluster, wordAt(a, at) * SIDE + wordAt(b, at), weights?.step[at] ?? 1);
}

/**
 * Adds a trajectory's first errors: the index of the first step ruled unreasonable, or none (ProcessBench, Zheng et al.
 * 2024, section 3). A is the reference: a trajectory counts where A's first error is settled, that is where A has a
 * verdict on every step before it, or on every step if there is none. B is taken as it ruled: a step it left without a
 * verdict is an error it did not find.
 */
export function addFirstErrors(
  counts: ClusterCounts,
  cluster: number,
  a: Ruled,
  b: Ruled,
  [from, to]: readonly [from: number, to: number],
  weight = 1,
): void {
  const [first, other] = [firstError(a.rating, from, to), firstError(b.rating, from, to)];
  if (!first.isSettled) {
    addCount(counts, cluster, FIRST_OPEN, weight);
    return;
  }
  const isSame = first.at === other.at;
  addCount(counts, cluster, FIRST_OF, weight);
  if (isSame) addCount(counts, cluster, FIRST_SAME, weight);
  if (other.isSettled) return;
  addCount(counts, cluster, FIRST_GAPS, weight);
  if (isSame) addCount(counts, cluster, FIRST_GAPS_SAME, weight);
}

/** All trajectories that both have judged. */
export function addPairs(
  counts: ClusterCounts,
  clusters: Clusters,
  table: Pick<PoolTable, "size" | "offset">,
  a: Ruled,
  b: Ruled,
  weights: StepWeights | null = null,
): void {
  for (let row = 0; row < table.size; row += 1) {
    if (a.judged[row] === 0 || b.judged[row] === 0) continue;
    const [from, to] = [table.offset[row] ?? 0, table.offset[row + 1] ?? 0];
    const cluster = clusters.of[row] ?? 0;
    for (let at = from; at < to; at += 1) addStep(counts, cluster, a, b, at, weights);
    addFirstErrors(counts, cluster, a, b, [from, to], weights?.trajectory[row]);
  }
}

function firstError(rating: Int8Array, from: number, to: number): { at: number; isSettled: boolean } {
  let isSettled = true;
  for (let at = from; at < to; at += 1) {
    if (rating[at] === -1) return { at, isSettled };
    if (rating[at] === NO_VERDICT) isSettled = false;
  }
  return { at: -1, isSettled: isSettled && to > from };
}

/**
 * Weights whose sum over the steps that both ruled on is their number, so that what hangs on a number of steps, as
 * Krippendorff's α does, has the right one.
 */
export function normalised({ step, trajectory }: StepWeights, a: Ruled, b: Ruled): StepWeights {
  let [sum, count] = [0, 0];
  for (const [at, weight] of step.entries()) {
    if ((a.rating[at] ?? NO_VERDICT) === NO_VERDICT || (b.rating[at] ?? NO_VERDICT) === NO_VERDICT) continue;
    sum += weight;
    count += 1;
  }
  return { step: sum === 0 ? step : step.map((weight) => (weight * count) / sum), trajectory };
}

const wordAt = ({ rating }: Ruled, at: number) => (rating[at] ?? NO_VERDICT) + 1;

/** Steps by both words, those without a verdict included. */
export const wordsOf = (sums: Float64Array): number[][] =>
  WORDS.map((_, from) => WORDS.map((_, to) => sums[from * SIDE + to] ?? 0));

/** Steps on which both ruled, by word: unreasonable, neutral, reasonable. */
export function threeWay(sums: Float64Array): Square {
  const at = (cell: number) => sums[cell] ?? 0;
  return [
    [at(0), at(1), at(2)],
    [at(SIDE), at(SIDE + 1), at(SIDE + 2)],
    [at(2 * SIDE), at(2 * SIDE + 1), at(2 * SIDE + 2)],
  ];
}

/** The same with neutral counted as reasonable: unreasonable, reasonable. */
export function twoWay(sums: Float64Array): Square {
  const at = (cell: number) => sums[cell] ?? 0;
  return [
    [at(0), at(1) + at(2)],
    [at(SIDE) + at(2 * SIDE), at(SIDE + 1) + at(SIDE + 2) + at(2 * SIDE + 1) + at(2 * SIDE + 2)],
  ];
}

export type StepCounts = {
  /** Of trajectories that both have judged */
  all: number;
  /** On which both ruled */
  ruled: number;
  missingA: number;
  missingB: number;
  missingBoth: number;
};

/** missingA: B ruled and A did not. */
export function stepCounts(sums: Float64Array): StepCounts {
  const words = wordsOf(sums);
  const column = words.map((row) => row[NONE] ?? 0);
  const missingBoth = column[NONE] ?? 0;
  return {
    all: sumOf(words.flat()),
    ruled: sumOf(threeWay(sums).flat()),
    missingA: sumOf(words[NONE] ?? []) - missingBoth,
    missingB: sumOf(column) - missingBoth,
    missingBoth,
  };
}

export type FirstErrors = { same: number; of: number; open: number; withGaps: number; withGapsSame: number };

export function firstErrors(sums: Float64Array): FirstErrors {
  const at = (column: number) => sums[column] ?? 0;
  return {
    same: at(FIRST_SAME),
    of: at(FIRST_OF),
    open: at(FIRST_OPEN),
    withGaps: at(FIRST_GAPS),
    withGapsSame: at(FIRST_GAPS_SAME),
  };
}
