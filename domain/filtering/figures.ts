/** The figures of one arm of an experiment: what a selection holds, and what it throws away. */

import { asksOutcome, type Outcome } from "../filter";
import { type Interval, wilson } from "../interval";
import type { Filter } from "./filter";
import type { OutcomeColumn, PoolTable } from "./pool-table";
import { type Dropped, keptRows, outcomeOf, type Selection } from "./select";

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
  const outcomes = noOutcomes();
  const questions = new Set<number>();
  let withoutSteps = 0;
  for (let row = 0; row < table.size; row += 1) {
    outcomes[outcomeOf(row, outcome, filter.outcome)] += 1;
    questions.add(table.question[row] ?? 0);
    if (table.offset[row] === table.offset[row + 1]) withoutSteps += 1;
  }
  return {
    trajectories: table.size,
    subTrajectories: table.offset[table.size] ?? 0,
    questions: questions.size,
    withoutSteps,
    outcomes,
  };
}

export function armFigures(
  table: PoolTable,
  outcome: OutcomeColumn | null,
  filter: Filter,
  selection: Selection,
): ArmFigures {
  const rows = keptRows(table, selection.kept);
  const kept = noOutcomes();
  const all = noOutcomes();
  for (let row = 0; row < table.size; row += 1) all[outcomeOf(row, outcome, filter.outcome)] += 1;
  const questions = new Set<number>();
  const lengths = new Map<number, number>();
  let [tokens, notRecorded] = [0, 0];
  for (const row of rows) {
    kept[outcomeOf(row, outcome, filter.outcome)] += 1;
    questions.add(table.question[row] ?? 0);
    add(lengths, countKept(table, selection.kept, row));
    const own = table.tokens[row] ?? Number.NaN;
    if (Number.isNaN(own)) notRecorded += 1;
    else tokens += own;
  }
  const steps = stepFigures(table, selection.kept);
  return {
    trajectories: rows.length,
    questions: questions.size,
    share: table.size === 0 ? null : rows.length / table.size,
    kept,
    lost: {
      correct: all.correct - kept.correct,
      incorrect: all.incorrect - kept.incorrect,
      unlabelled: all.unlabelled - kept.unlabelled,
    },
    shareCorrect: shareOf(kept.correct, kept.correct + kept.incorrect),
    isCorrectByConstruction: asksOutcome(filter.mode),
    lengths: entries(lengths, ([a], [b]) => a - b).map(([count, trajectories]) => ({ steps: count, trajectories })),
    tokens: { total: tokens, recorded: rows.length - notRecorded, notRecorded },
    dropped: selection.dropped,
    uncounted: selection.uncounted,
    ...steps,
  };
}

type StepFigures = Pick<ArmFigures, "subTrajectories" | "distinctContexts" | "positions" | "tools" | "contextTokens">;

function stepFigures(table: PoolTable, kept: Uint8Array): StepFigures {
  const contexts = new Set<bigint>();
  const positions = new Map<number, number>();
  const tools = new Map<number, number>();
  const contextTokens = { total: 0, max: 0, counted: 0, uncounted: 0 };
  let subTrajectories = 0;
  for (let row = 0; row < table.size; row += 1) {
    const from = table.offset[row] ?? 0;
    for (let at = from; at < (table.offset[row + 1] ?? 0); at += 1) {
      if (kept[at] === 0) continue;
      subTrajectories += 1;
      add(positions, at - from);
      for (let call = table.toolOffset[at] ?? 0; call < (table.toolOffset[at + 1] ?? 0); call += 1)
        add(tools, table.tool[call] ?? 0);
      const context = table.context[at] ?? 0n;
      if (contexts.has(context)) continue;
      contexts.add(context);
      const own = table.contextTokens[at] ?? -1;
      if (own < 0) contextTokens.uncounted += 1;
      else {
        contextTokens.counted += 1;
        contextTokens.total += own;
        contextTokens.max = Math.max(contextTokens.max, own);
      }
    }
  }
  return {
    subTrajectories,
    distinctContexts: contexts.size,
    positions: entries(positions, ([a], [b]) => a - b).map(([step, count]) => ({ step, subTrajectories: count })),
    tools: entries(tools, ([, a], [, b]) => b - a)
      .map(([index, calls]) => ({ tool: table.toolNames[index] ?? "", calls }))
      .sort((a, b) => b.calls - a.calls || (a.tool < b.tool ? -1 : 1)),
    contextTokens,
  };
}

function countKept(table: PoolTable, kept: Uint8Array, row: number): number {
  let count = 0;
  for (let at = table.offset[row] ?? 0; at < (table.offset[row + 1] ?? 0); at += 1) count += kept[at] ?? 0;
  return count;
}

function shareOf(successes: number, n: number): ShareOf | null {
  const interval = wilson(successes, n);
  return interval && { share: successes / n, n, ...interval };
}

const noOutcomes = (): Outcomes => ({ correct: 0, incorrect: 0, unlabelled: 0 });

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const entries = (counts: Map<number, number>, order: (a: [number, number], b: [number, number]) => number) =>
  [...counts].sort(order);
