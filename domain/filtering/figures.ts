/** The figures of one arm of an experiment: what a selection holds, and what it throws away. */

import { asksOutcome, type Outcome } from "../filter";
import { type Interval, wilson } from "../interval";
import type { Filter } from "./filter";
import { outcomesOf } from "./outcome";
import type { OutcomeColumn, PoolTable } from "./pool-table";
import type { Dropped, Selection } from "./select";

export type Outcomes = Record<Outcome, number>;
export type ShareOf = { share: number; n: number } & Interval;

export type ArmFigures = {
  trajectories: number;
  subTrajectories: number;
  /** Different contexts among the kept sub-trajectories */
  distinctContexts: number;
  /** Questions with something kept */
  questions: number;
  /** Kept trajectories as a share of the pool's; null for an empty pool */
  share: number | null;
  /** Outcomes of the kept trajectories, and of those that are not kept */
  kept: Outcomes;
  lost: Outcomes;
  /** Correct among the kept that are labelled, with Wilson's 95 % interval; by construction 1 where the mode asks outcomes */
  shareCorrect: ShareOf | null;
  isCorrectByConstruction: boolean;
  /** Kept sub-trajectories by index of their step, first step first */
  positions: { step: number; subTrajectories: number }[];
  /** Calls in the kept steps by tool, most called first */
  tools: { tool: string; calls: number }[];
  /** Kept trajectories by number of kept steps */
  lengths: { steps: number; trajectories: number }[];
  /** Of the distinct contexts; mean is null where none was counted */
  contextTokens: { total: number; max: number; counted: number; uncounted: number };
  /** Of the kept trajectories, prompts and completions of all their requests */
  tokens: { total: number; recorded: number; notRecorded: number };
  dropped: readonly Dropped[];
  uncounted: number;
};

export type PoolFigures = {
  trajectories: number;
  subTrajectories: number;
  questions: number;
  /** Trajectories without steps: no filter can keep anything of them */
  withoutSteps: number;
  outcomes: Outcomes;
};

/** What there is before any filter, under an outcome rule. */
export function poolFigures(
  table: PoolTable,
  outcome: OutcomeColumn | null,
  filter: Pick<Filter, "outcome">,
): PoolFigures {
  const outcomes = new Int32Array(3);
  const codes = outcomesOf(table, outcome, filter.outcome);
  const questions = new Distinct();
  let withoutSteps = 0;
  for (let row = 0; row < table.size; row += 1) {
    const code = (codes[row] ?? 0) + 1;
    outcomes[code] = (outcomes[code] ?? 0) + 1;
    questions.add(table.question[row] ?? 0);
    if (table.offset[row] === table.offset[row + 1]) withoutSteps += 1;
  }
  return {
    trajectories: table.size,
    subTrajectories: table.offset[table.size] ?? 0,
    questions: questions.size,
    withoutSteps,
    outcomes: byName(outcomes),
  };
}

export function armFigures(
  table: PoolTable,
  outcome: OutcomeColumn | null,
  filter: Filter,
  selection: Selection,
): ArmFigures {
  const kept = new Int32Array(3);
  const lost = new Int32Array(3);
  const codes = outcomesOf(table, outcome, filter.outcome);
  const { counts } = selection;
  const questions = new Distinct();
  const lengths = new Int32Array(1 + longest(table));
  let trajectories = 0;
  let tokens = 0;
  let notRecorded = 0;
  for (let row = 0; row < table.size; row += 1) {
    const count = counts[row] ?? 0;
    const code = (codes[row] ?? 0) + 1;
    if (count === 0) {
      lost[code] = (lost[code] ?? 0) + 1;
      continue;
    }
    kept[code] = (kept[code] ?? 0) + 1;
    trajectories += 1;
    lengths[count] = (lengths[count] ?? 0) + 1;
    questions.add(table.question[row] ?? 0);
    const own = table.tokens[row] ?? Number.NaN;
    if (Number.isNaN(own)) notRecorded += 1;
    else tokens += own;
  }
  const outcomes = byName(kept);
  return {
    trajectories,
    questions: questions.size,
    share: table.size === 0 ? null : trajectories / table.size,
    kept: outcomes,
    lost: byName(lost),
    shareCorrect: shareOf(outcomes.correct, outcomes.correct + outcomes.incorrect),
    isCorrectByConstruction: asksOutcome(filter.mode),
    lengths: occurring(lengths).map(([steps, count]) => ({ steps, trajectories: count })),
    tokens: { total: tokens, recorded: trajectories - notRecorded, notRecorded },
    dropped: selection.dropped,
    uncounted: selection.uncounted,
    ...stepFigures(table, selection),
  };
}

type StepFigures = Pick<ArmFigures, "subTrajectories" | "distinctContexts" | "positions" | "tools" | "contextTokens">;

function stepFigures(table: PoolTable, { counts, bits }: Selection): StepFigures {
  const { size, offset, toolOffset, tool, context } = table;
  const seen = new Uint8Array(table.contextHash.length);
  const positions = new Int32Array(longest(table));
  const tools = new Int32Array(table.toolNames.length);
  let [total, max, counted, uncounted] = [0, 0, 0, 0];
  let subTrajectories = 0;
  for (let row = 0; row < size; row += 1) {
    const count = counts[row] ?? 0;
    if (count === 0) continue;
    const from = offset[row] ?? 0;
    const to = bits === null ? from + count : (offset[row + 1] ?? from);
    subTrajectories += count;
    for (let at = from; at < to; at += 1) {
      if (bits !== null && bits[at] === 0) continue;
      positions[at - from] = (positions[at - from] ?? 0) + 1;
      const end = toolOffset[at + 1] ?? 0;
      for (let call = toolOffset[at] ?? 0; call < end; call += 1) {
        const called = tool[call] ?? 0;
        tools[called] = (tools[called] ?? 0) + 1;
      }
      const own = context[at] ?? 0;
      if (seen[own] === 1) continue;
      seen[own] = 1;
      const length = table.contextTokens[at] ?? -1;
      if (length < 0) uncounted += 1;
      else {
        counted += 1;
        total += length;
        if (length > max) max = length;
      }
    }
  }
  return {
    subTrajectories,
    distinctContexts: counted + uncounted,
    positions: occurring(positions).map(([step, times]) => ({ step, subTrajectories: times })),
    tools: occurring(tools)
      .map(([index, calls]) => ({ tool: table.toolNames[index] ?? "", calls }))
      .sort((a, b) => b.calls - a.calls || (a.tool < b.tool ? -1 : 1)),
    contextTokens: { total, max, counted, uncounted },
  };
}

/** Steps of the longest trajectory. */
function longest({ size, offset }: PoolTable): number {
  let most = 0;
  for (let row = 0; row < size; row += 1) {
    const steps = (offset[row + 1] ?? 0) - (offset[row] ?? 0);
    if (steps > most) most = steps;
  }
  return most;
}

/** Counts different numbers, fast where equal ones follow one another. */
class Distinct {
  private readonly seen = new Set<number>();
  private last: number | null = null;

  add(value: number): void {
    if (value === this.last) return;
    this.last = value;
    this.seen.add(value);
  }

  get size(): number {
    return this.seen.size;
  }
}

function shareOf(successes: number, n: number): ShareOf | null {
  const interval = wilson(successes, n);
  return interval && { share: successes / n, n, ...interval };
}

/** From counts of incorrect and correct behind that of unlabelled ones: by code + 1. */
const byName = ([unlabelled = 0, incorrect = 0, correct = 0]: Int32Array): Outcomes => ({
  ...{ correct, incorrect, unlabelled },
});

/** Index and count of what occurs, in ascending order of the index. */
function occurring(counts: Int32Array): [number, number][] {
  return [...counts.entries()].filter(([, count]) => count > 0);
}
