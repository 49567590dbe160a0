/** Retention against correctness over all thresholds of a score, from one pass over the pool. */
import { type Interval, wilson } from "../interval";
import type { Aggregation, Filter } from "./filter";
import { CORRECT, outcomesOf, UNLABELLED } from "./outcome";
import type { OutcomeColumn, PoolTable } from "./pool-table";
import type { Judges } from "./process";
import { highestThresholds } from "./process-column";

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

/** What the mode `process` would keep at each threshold of `kind`, whole trajectories. */
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
  const highest = highestThresholds(table, judges, filter.process, kind);
  const outcomes = outcomesOf(table, outcome, filter.outcome);
  for (let row = 0; row < table.size; row += 1) {
    const least = highest[row] ?? 0;
    const found = outcomes[row] ?? UNLABELLED;
    kept[least] = (kept[least] ?? 0) + 1;
    if (found === CORRECT) correct[least] = (correct[least] ?? 0) + 1;
    if (found !== UNLABELLED) labelled[least] = (labelled[least] ?? 0) + 1;
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
