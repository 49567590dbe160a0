/** What a filter keeps of a pool, stage by stage: nothing is left out without being counted. */
import { asksOutcome } from "../filter";
import { asksProcess, type Filter } from "./filter";
import { CORRECT, outcomesOf } from "./outcome";
import { type OutcomeColumn, type PoolTable, stepsOf } from "./pool-table";
import { type Judges, processColumn } from "./process";
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
  /** Of each trajectory of the table how many of its steps are kept */
  readonly counts: Int32Array;
  readonly dropped: readonly Dropped[];
  /** Kept although nobody counted the tokens of their context; 0 where no limit was set */
  readonly uncounted: number;
};

/** Applies a filter. Throws RangeError where a process mode has no judge. */
export function select(filter: Filter, input: FilterInput): Selection {
  const { table } = input;
  if (asksProcess(filter.mode) && input.judges.judges.length === 0 && input.judges.override === null)
    throw new RangeError(`The mode ${filter.mode} needs a judging run.`);
  const { perQuestion, contextTokens, weights, trajectories } = filter.caps;
  const kept = new Uint8Array(stepsOf(table)).fill(1);
  const stages = new Stages(table, kept);
  const draw = (row: number) => drawFor(filter.seed, table.content[2 * row] ?? 0, table.content[2 * row + 1] ?? 0);

  if (input.heldOut.size > 0)
    stages.run("held-out", () => keepRows(table, kept, (row) => !input.heldOut.has(table.question[row] ?? 0)));
  if (filter.mode !== "none") stages.run("mode", () => keepByMode(filter, input, kept));
  let uncounted = 0;
  if (contextTokens !== null)
    stages.run("context-tokens", () => {
      uncounted = keepShortContexts(table, kept, contextTokens);
    });
  if (perQuestion !== null)
    stages.run("per-question", () => {
      const rows = groupRows(keptRows(stages), (row) => table.question[row] ?? 0);
      keepOnly(
        table,
        kept,
        [...rows.values()].flatMap((group) => firstDrawn(group, perQuestion, draw)),
      );
    });
  if (weights.length > 0)
    stages.run("weights", () => keepOnly(table, kept, mixed(filter, table, keptRows(stages), draw)));
  if (trajectories !== null)
    stages.run("sample", () => keepOnly(table, kept, firstDrawn(keptRows(stages), trajectories, draw)));
  if (filter.contexts === "once") stages.run("repeated-context", () => keepFirstOfEachContext(table, kept));
  return { kept, counts: stages.counts, dropped: stages.dropped, uncounted };
}

/**
 * Draws a selection down to `contexts` distinct contexts, so that arms of an experiment differ in what they keep and not
 * in how much. One that has no more stays as it is.
 */
export function matchTo(contexts: number, selection: Selection, table: PoolTable, seed: number): Selection {
  const kept = Uint8Array.from(selection.kept);
  const stages = new Stages(table, kept, selection);
  stages.run("matching", () => {
    const chosen = contextsIn(table, kept);
    const distinct = chosen.reduce((sum, isIn) => sum + isIn, 0);
    if (distinct <= contexts) return;
    // The first contexts in the order of their draws; of equal draws the lower hash.
    const codes = new Int32Array(distinct);
    const draws = new Float64Array(chosen.length);
    const words = new DataView(table.contextHash.buffer, table.contextHash.byteOffset);
    let found = 0;
    chosen.forEach((isIn, code) => {
      if (isIn === 0) return;
      codes[found] = code;
      draws[code] = drawFor(seed, words.getUint32(8 * code, IS_LITTLE), words.getUint32(8 * code + 4, IS_LITTLE));
      found += 1;
    });
    const hashOf = (code: number) => table.contextHash[code] ?? 0n;
    codes.sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0) || (hashOf(a) < hashOf(b) ? -1 : 1));
    for (const code of codes.subarray(contexts)) chosen[code] = 0;
    for (let at = 0; at < kept.length; at += 1) if (chosen[table.context[at] ?? 0] === 0) kept[at] = 0;
  });
  return { ...selection, kept, counts: stages.counts, dropped: stages.dropped };
}

const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Of each of the table's different contexts a 1 where a kept step has it. */
export function contextsIn(table: PoolTable, kept: Uint8Array): Uint8Array {
  const isIn = new Uint8Array(table.contextHash.length);
  for (let at = 0; at < kept.length; at += 1) if (kept[at] === 1) isIn[table.context[at] ?? 0] = 1;
  return isIn;
}

function keepByMode(filter: Filter, { table, judges, outcome }: FilterInput, kept: Uint8Array): void {
  const outcomes = asksOutcome(filter.mode) ? outcomesOf(table, outcome, filter.outcome) : null;
  const process = asksProcess(filter.mode) ? processColumn(table, judges, filter.process) : null;
  const byPrefix = filter.granularity === "prefixes";
  let to = 0;
  for (let row = 0; row < table.size; row += 1) {
    const from = to;
    to = table.offset[row + 1] ?? from;
    let end = to;
    if (outcomes !== null && outcomes[row] !== CORRECT) end = from;
    else if (process !== null && process.label[row] !== 1) end = from + (byPrefix ? (process.prefix[row] ?? 0) : 0);
    // Rows are short: a call for each would cost more than the loop.
    for (let at = end; at < to; at += 1) kept[at] = 0;
  }
}

/** Answers how many were kept although nobody counted them. */
function keepShortContexts(table: PoolTable, kept: Uint8Array, most: number): number {
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
function mixed(filter: Filter, table: PoolTable, rows: readonly number[], draw: (row: number) => number): number[] {
  const bySet = groupRows(rows, (row) => table.set[row] ?? 0);
  const { weights } = filter.caps;
  const unit = Math.min(...weights.map(({ set, weight }) => (bySet.get(set)?.length ?? 0) / weight));
  return weights.flatMap(({ set, weight }) =>
    // The set that decides gives all it has; rounding must not take one away.
    firstDrawn(bySet.get(set) ?? [], Math.floor(unit * weight + 1e-9), draw),
  );
}

function keepFirstOfEachContext(table: PoolTable, kept: Uint8Array): void {
  const seen = new Uint8Array(table.contextHash.length);
  for (let at = 0; at < kept.length; at += 1) {
    if (kept[at] === 0) continue;
    const context = table.context[at] ?? 0;
    if (seen[context] === 1) kept[at] = 0;
    else seen[context] = 1;
  }
}

/** Of each row how many of its steps are kept. */
function keptCounts({ size, offset }: PoolTable, kept: Uint8Array): Int32Array {
  const counts = new Int32Array(size);
  let to = 0;
  for (let row = 0; row < size; row += 1) {
    let at = to;
    to = offset[row + 1] ?? at;
    let count = 0;
    for (; at < to; at += 1) count += kept[at] ?? 0;
    counts[row] = count;
  }
  return counts;
}

/** Rows of which at least one step is kept. */
export function keptRows({ counts }: Pick<Selection, "counts">): number[] {
  const rows: number[] = [];
  for (let row = 0; row < counts.length; row += 1) if ((counts[row] ?? 0) > 0) rows.push(row);
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
  counts: Int32Array;

  constructor(
    private readonly table: PoolTable,
    private readonly kept: Uint8Array,
    before?: Selection,
  ) {
    this.dropped = [...(before?.dropped ?? [])];
    this.counts = before?.counts ?? keptCounts(table, kept);
  }

  run(stage: Stage, work: () => void): void {
    work();
    const before = this.counts;
    this.counts = keptCounts(this.table, this.kept);
    let trajectories = 0;
    let subTrajectories = 0;
    for (let row = 0; row < before.length; row += 1) {
      const had = before[row] ?? 0;
      const has = this.counts[row] ?? 0;
      subTrajectories += had - has;
      if (had > 0 && has === 0) trajectories += 1;
    }
    if (subTrajectories > 0) this.dropped.push({ stage, trajectories, subTrajectories });
  }
}
