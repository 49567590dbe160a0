/** What a selection holds of each trajectory, as an export and a training set take it. */
import type { Filter } from "../filtering/filter";
import { outcomeName, outcomesOf } from "../filtering/outcome";
import type { OutcomeColumn, PoolTable } from "../filtering/pool-table";
import { type Judges, jointRating, jointScore } from "../filtering/process";
import { keptRows, keptSteps, type Selection } from "../filtering/select";
import type { Rating } from "../verdict";

export type Member = {
  /** Of the trajectory */
  id: number;
  /** By the filter's outcome rule; null: unlabelled */
  correct: boolean | null;
  /** A 1 or a 0 for each step, first step first */
  kept: string;
  /** Of each step: the verdict that the filter's judges add up to, and the mean of their scores; null for none */
  ratings: (Rating | null)[];
  scores: (number | null)[];
};

export type MembersOf = {
  table: PoolTable;
  filter: Filter;
  selection: Selection;
  /** With scores, where they are to be kept */
  judges: Judges;
  outcome: OutcomeColumn | null;
};

/** The trajectories of which at least one step is kept, in the order of their ids. */
export function* membersOf({ table, filter, selection, judges, outcome }: MembersOf): Generator<Member> {
  const correctness = { correct: true, incorrect: false, unlabelled: null };
  const bits = keptSteps(table, selection);
  const outcomes = outcomesOf(table, outcome, filter.outcome);
  for (const row of keptRows(selection)) {
    const from = table.offset[row] ?? 0;
    const steps = Array.from({ length: (table.offset[row + 1] ?? from) - from }, (_, idx) => from + idx);
    yield {
      id: table.id[row] ?? 0,
      correct: correctness[outcomeName(outcomes[row])],
      kept: steps.map((at) => bits[at] ?? 0).join(""),
      ratings: steps.map((at) => jointRating(at, judges, filter.process)),
      scores: steps.map((at) => jointScore(at, judges)),
    };
  }
}
