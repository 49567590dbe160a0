/** What a filter keeps of a pool, stage by stage: nothing is left out without being counted. */
import type { Outcome } from "../filter";
import type { ProcessLabel } from "../verdict";
import { asksProcess, type Filter, type OutcomeRule } from "./filter";
import { type OutcomeColumn, type PoolTable, stepsOf } from "./pool-table";
import { type Judges, type ProcessOf, processOf } from "./process";
import { drawFor, firstDrawn } from "./seeded-order";

export type FilterInput = {
  readonly table: PoolTable;
  readonly judges: Judges;
  /** null: no labelling run */
  readonly outcome: OutcomeColumn | null;
  /** Questions that must not enter (domain/filtering/overlap of the hold-out) */
  readonly heldOut: ReadonlySet<number>;
};

/** Why sub-trajectories of the pool are not kept, in the order in which the filter asks. */
export const STAGES = [
  "held-out",
  "mode",
  "context-tokens",
  "per-question",
  "weights",
  "sample",
  "repeated-context",
  "matching",
] as const;
export type Stage = (typeof STAGES)[number];

/** What a stage left out: trajectories of which nothing is kept any more, and sub-trajectories. */
export type Dropped = { stage: Stage; trajectories: number; subTrajectories: number };

export type Selection = {
  /** 1 for each step of the table that is kept */
  readonly kept: Uint8Array;
  readonly dropped: readonly Dropped[];
  /** Kept although nobody counted the tokens of their context; 0 where no limit was set */
  readonly uncounted: number;
};

/** Applies a filter. Throws RangeError where a process mode has no judge. */
export function select(filter: Filter, input: FilterInput): Selection {
  const { table } = input;
  if (asksProcess(filter.mode) && input.judges.judges.length === 0 && input.judges.override === null)
    throw new RangeError(`The mode ${filter.mode} needs a judging run.`);
  const kept = new Uint8Array(stepsOf(table)).fill(1);
  const stages = new Stages(table, kept);

  stages.run("held-out", () => keepRows(table, kept, (row) => !input.heldOut.has(table.question[row] ?? 0)));
  stages.run("mode", () => keepByMode(filter, input, kept));
  const uncounted = stages.run("context-tokens", () => keepShortContexts(table, kept, filter.caps.contextTokens));
  const draw = (row: number) => drawFor(filter.seed, table.content[2 * row] ?? 0, table.content[2 * row + 1] ?? 0);
  stages.run("per-question", () => {
    const { perQuestion } = filter.caps;
    if (perQuestion === null) return;
    const rows = [...groupRows(keptRows(table, kept), (row) => table.question[row] ?? 0).values()];
    keepOnly(
      table,
      kept,
      rows.flatMap((group) => firstDrawn(group, perQuestion, draw)),
    );
  });
  stages.run("weights", () => {
    if (filter.caps.weights.length > 0) keepOnly(table, kept, mixed(filter, table, kept, draw));
  });
  stages.run("sample", () => {
    const { trajectories } = filter.caps;
    if (trajectories !== null) keepOnly(table, kept, firstDrawn(keptRows(table, kept), trajectories, draw));
  });
  stages.run("repeated-context", () => {
    if (filter.contexts === "once") keepFirstOfEachContext(table, kept);
  });
  return { kept, dropped: stages.dropped, uncounted: uncounted ?? 0 };
}

/**
 * Draws a selection down to `contexts` distinct contexts, so that arms of an experiment differ in what they keep and not
 * in how much. One that has no more stays as it is.
 */
export function matchTo(contexts: number, selection: Selection, table: PoolTable, seed: number): Selection {
  const kept = Uint8Array.from(selection.kept);
  const stages = new Stages(table, kept, selection.dropped);
  stages.run("matching", () => {
    const distinct = new Map<bigint, number>();
    for (let at = 0; at < kept.length; at += 1) {
      const context = table.context[at] ?? 0n;
      if (kept[at] === 1 && !distinct.has(context)) distinct.set(context, drawContext(seed, context));
    }
    if (distinct.size <= contexts) return;
    const chosen = new Set(
      [...distinct]
        .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
        .slice(0, contexts)
        .map(([context]) => context),
    );
    for (let at = 0; at < kept.length; at += 1) if (!chosen.has(table.context[at] ?? 0n)) kept[at] = 0;
  });
  return { ...selection, kept, dropped: stages.dropped };
}

const drawContext = (seed: number, context: bigint) =>
  drawFor(seed, Number(BigInt.asUintN(32, context)), Number(BigInt.asUintN(32, context >> 32n)));

/** A trajectory's outcome under a rule. A threshold asks the metric's value; without one nothing is known. */
export function outcomeOf(row: number, column: OutcomeColumn | null, rule: OutcomeRule): Outcome {
  const correct = column?.correct[row] ?? -1;
  if (column === null || correct < 0) return "unlabelled";
  if (rule.threshold === null) return correct === 1 ? "correct" : "incorrect";
  const value = column.value[row] ?? Number.NaN;
  if (Number.isNaN(value)) return "unlabelled";
  return value >= rule.threshold ? "correct" : "incorrect";
}

/** How many steps of a trajectory the mode keeps, from the first on. */
export function stepsKept(filter: Filter, steps: number, process: ProcessOf | null, outcome: Outcome): number {
  const isCorrect = outcome === "correct";
  switch (filter.mode) {
    case "none":
      return steps;
    case "outcome":
      return isCorrect ? steps : 0;
    case "process":
      return reasonablePart(filter, steps, process);
    case "process-and-outcome":
      return isCorrect ? reasonablePart(filter, steps, process) : 0;
  }
}

function reasonablePart(filter: Filter, steps: number, process: ProcessOf | null): number {
  if (process === null) return 0;
  const label: ProcessLabel = process.label;
  if (label === "reasonable") return steps;
  return filter.granularity === "prefixes" ? process.prefix : 0;
}

function keepByMode(filter: Filter, { table, judges, outcome }: FilterInput, kept: Uint8Array): void {
  for (let row = 0; row < table.size; row += 1) {
    const from = table.offset[row] ?? 0;
    const to = table.offset[row + 1] ?? from;
    if (from === to || kept[from] === 0) continue;
    const process = asksProcess(filter.mode) ? processOf(row, table, judges, filter.process) : null;
    kept.fill(0, from + stepsKept(filter, to - from, process, outcomeOf(row, outcome, filter.outcome)), to);
  }
}

/** Answers how many were kept although nobody counted them. */
function keepShortContexts(table: PoolTable, kept: Uint8Array, most: number | null): number {
  if (most === null) return 0;
  let uncounted = 0;
  for (let at = 0; at < kept.length; at += 1) {
    if (kept[at] === 0) continue;
    const tokens = table.contextTokens[at] ?? -1;
    if (tokens < 0) uncounted += 1;
    else if (tokens > most) kept[at] = 0;
  }
  return uncounted;
}

/** The most trajectories that stand in the proportions of the weights. */
function mixed(filter: Filter, table: PoolTable, kept: Uint8Array, draw: (row: number) => number): number[] {
  const bySet = groupRows(keptRows(table, kept), (row) => table.set[row] ?? 0);
  const { weights } = filter.caps;
  const unit = Math.min(...weights.map(({ set, weight }) => (bySet.get(set)?.length ?? 0) / weight));
  return weights.flatMap(({ set, weight }) =>
    // The set that decides gives all it has; rounding must not take one away.
    firstDrawn(bySet.get(set) ?? [], Math.floor(unit * weight + 1e-9), draw),
  );
}

function keepFirstOfEachContext(table: PoolTable, kept: Uint8Array): void {
  const seen = new Set<bigint>();
  for (let at = 0; at < kept.length; at += 1) {
    if (kept[at] === 0) continue;
    const context = table.context[at] ?? 0n;
    if (seen.has(context)) kept[at] = 0;
    else seen.add(context);
  }
}

/** Rows of which at least one step is kept. */
export function keptRows(table: PoolTable, kept: Uint8Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < table.size; row += 1) {
    const to = table.offset[row + 1] ?? 0;
    for (let at = table.offset[row] ?? 0; at < to; at += 1)
      if (kept[at] === 1) {
        rows.push(row);
        break;
      }
  }
  return rows;
}

function groupRows(rows: readonly number[], key: (row: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

function keepRows(table: PoolTable, kept: Uint8Array, isKept: (row: number) => boolean): void {
  for (let row = 0; row < table.size; row += 1)
    if (!isKept(row)) kept.fill(0, table.offset[row] ?? 0, table.offset[row + 1] ?? 0);
}

function keepOnly(table: PoolTable, kept: Uint8Array, rows: readonly number[]): void {
  const chosen = new Uint8Array(table.size);
  for (const row of rows) chosen[row] = 1;
  keepRows(table, kept, (row) => chosen[row] === 1);
}

/** Counts what each stage takes away. */
class Stages {
  readonly dropped: Dropped[];
  private left: { trajectories: number; subTrajectories: number };

  constructor(
    private readonly table: PoolTable,
    private readonly kept: Uint8Array,
    before: readonly Dropped[] = [],
  ) {
    this.dropped = [...before];
    this.left = this.count();
  }

  run<T>(stage: Stage, work: () => T): T {
    const result = work();
    const now = this.count();
    const trajectories = this.left.trajectories - now.trajectories;
    const subTrajectories = this.left.subTrajectories - now.subTrajectories;
    if (subTrajectories > 0) this.dropped.push({ stage, trajectories, subTrajectories });
    this.left = now;
    return result;
  }

  private count() {
    let subTrajectories = 0;
    for (const bit of this.kept) subTrajectories += bit;
    return { trajectories: keptRows(this.table, this.kept).length, subTrajectories };
  }
}
