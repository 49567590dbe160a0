/** Retention against correctness over all thresholds of a score, from one pass over the pool. */
import { type Interval, wilson } from "../interval";
import type { Aggregation, Filter } from "./filter";
import type { OutcomeColumn, PoolTable } from "./pool-table";
import { type Judges, processOf } from "./process";
import { outcomeOf } from "./select";

export type ThresholdPoint = {
  /** 1 to 100 */
  least: number;
  trajectories: number;
  share: number;
  correct: number;
  labelled: number;
  /** Correct among the labelled that are kept, with Wilson's 95 % interval */
  shareCorrect: ({ share: number } & Interval) | null;
};

const MOST = 100;

/**
 * What the mode `process` would keep at each threshold of `kind`, whole trajectories. A trajectory that is kept at one
 * threshold is kept at every lower one, so the highest is found by halving.
 */
export function thresholdCurve(
  table: PoolTable,
  judges: Judges,
  outcome: OutcomeColumn | null,
  filter: Pick<Filter, "process" | "outcome">,
  kind: Exclude<Aggregation["kind"], "every-step">,
): ThresholdPoint[] {
  // By the highest threshold that keeps a trajectory; then, added up, by every threshold.
  const kept = new Int32Array(MOST + 1);
  const correct = new Int32Array(MOST + 1);
  const labelled = new Int32Array(MOST + 1);
  for (let row = 0; row < table.size; row += 1) {
    const highest = highestKept((least) => {
      const rule = { ...filter.process, aggregation: { kind, least } };
      return processOf(row, table, judges, rule).label === "reasonable";
    });
    if (highest === 0) continue;
    const found = outcomeOf(row, outcome, filter.outcome);
    kept[highest] = (kept[highest] ?? 0) + 1;
    if (found === "correct") correct[highest] = (correct[highest] ?? 0) + 1;
    if (found !== "unlabelled") labelled[highest] = (labelled[highest] ?? 0) + 1;
  }
  for (let least = MOST - 1; least > 0; least -= 1)
    for (const counts of [kept, correct, labelled]) counts[least] = (counts[least] ?? 0) + (counts[least + 1] ?? 0);
  return Array.from({ length: MOST }, (_, index) => {
    const least = index + 1;
    const trajectories = kept[least] ?? 0;
    const [right, known] = [correct[least] ?? 0, labelled[least] ?? 0];
    const interval = wilson(right, known);
    return {
      least,
      trajectories,
      share: table.size === 0 ? 0 : trajectories / table.size,
      correct: right,
      labelled: known,
      shareCorrect: interval && { share: right / known, ...interval },
    };
  });
}

/** The highest threshold at which `isKept` holds, 0 where none does. It holds below every threshold at which it holds. */
function highestKept(isKept: (least: number) => boolean): number {
  let [low, high] = [0, MOST];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isKept(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
