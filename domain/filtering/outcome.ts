/** The outcome rule: which trajectories of a table count as correct. */
import type { Outcome } from "../filter";
import type { OutcomeRule } from "./filter";
import type { OutcomeColumn, PoolTable } from "./pool-table";

/** As in a column of outcomes. */
export const CORRECT = 1;
export const UNLABELLED = -1;

/**
 * Of each trajectory CORRECT, 0 for incorrect, or UNLABELLED. A threshold asks the metric's value; without one nothing is
 * known. No column: nothing is labelled.
 */
export function outcomesOf(table: PoolTable, column: OutcomeColumn | null, { threshold }: OutcomeRule): Int8Array {
  if (column === null) return new Int8Array(table.size).fill(UNLABELLED);
  if (threshold === null) return column.correct;
  const outcomes = new Int8Array(table.size).fill(UNLABELLED);
  for (let row = 0; row < table.size; row += 1) {
    const value = column.value[row] ?? Number.NaN;
    if ((column.correct[row] ?? UNLABELLED) !== UNLABELLED && !Number.isNaN(value))
      outcomes[row] = value >= threshold ? CORRECT : 0;
  }
  return outcomes;
}

export const outcomeName = (code: number | undefined): Outcome =>
  code === CORRECT ? "correct" : code === 0 ? "incorrect" : "unlabelled";
