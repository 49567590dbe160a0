/** What a filter keeps of a pool, stage by stage: nothing is left out without being counted. */
import { asksOutcome } from "../filter";
import { asksProcess, type Filter } from "./filter";
import { CORRECT, outcomesOf } from "./outcome";
import { type OutcomeColumn, type PoolTable, stepsOf } from "./pool-table";
import type { Judges } from "./process";
import { processLabels, reasonablePrefixes } from "./process-column";
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
  /** Of each trajectory of the table how many of its steps are kept */
  readonly counts: Int32Array;
  /** 1 for each step that is kept; null: of each trajectory its first ones, as many as are counted */
  readonly bits: Uint8Array | null;
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
  const kept = new Keeping(table);
  const draw = (row: number) => drawFor(filter.seed, table.content[2 * row] ?? 0, table.content[2 * row + 1] ?? 0);

  if (input.heldOut.size > 0)
    kept.stage("held-out", () => kept.leaveRows((row) => input.heldOut.has(table.question[row] ?? 0)));
  if (filter.mode !== "none") kept.stage("mode", () => keepByMode(filter, input, kept));
  let uncounted = 0;
  if (contextTokens !== null)
    kept.stage("context-tokens", () => {
      uncounted = keepShortContexts(table, kept, contextTokens);
    });
  if (perQuestion !== null)
    kept.stage("per-question", () => {
      const rows = groupRows(keptRows(kept), (row) => table.question[row] ?? 0);
      kept.keepOnly([...rows.values()].flatMap((group) => firstDrawn(group, perQuestion, draw)));
    });
  if (weights.length > 0) kept.stage("weights", () => kept.keepOnly(mixed(filter, table, keptRows(kept), draw)));
  if (trajectories !== null) kept.stage("sample", () => kept.keepOnly(firstDrawn(keptRows(kept), trajectories, draw)));
  if (filter.contexts === "once") kept.stage("repeated-context", () => keepFirstOfEachContext(table, kept));
  return { ...kept.selection(), uncounted };
}

/**
 * Draws a selection down to `contexts` distinct contexts, so that arms of an experiment differ in what they keep and not
 * in how much. One that has no more stays as it is.
 */
export function matchTo(contexts: number, selection: Selection, table: PoolTable, seed: number): Selection {
  const kept = new Keeping(table, selection);
  kept.stage("matching", () => {
    const chosen = contextsIn(table, selection);
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
    kept.keepSteps((at) => chosen[table.context[at] ?? 0] === 1);
  });
  return { ...kept.selection(), uncounted: selection.uncounted };
}

const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Of each of the table's different contexts a 1 where a kept step has it. */
export function contextsIn(table: PoolTable, selection: Pick<Selection, "counts" | "bits">): Uint8Array {
  const isIn = new Uint8Array(table.contextHash.length);
  const bits = keptSteps(table, selection);
  for (let at = 0; at < bits.length; at += 1) if (bits[at] === 1) isIn[table.context[at] ?? 0] = 1;
  return isIn;
}

function keepByMode(filter: Filter, { table, judges, outcome }: FilterInput, { counts }: Keeping): void {
  const { mode, granularity, process } = filter;
  const outcomes = asksOutcome(mode) ? outcomesOf(table, outcome, filter.outcome) : null;
  const labels = asksProcess(mode) ? processLabels(table, judges, process) : null;
  const prefixes = labels !== null && granularity === "prefixes" ? reasonablePrefixes(table, judges, process) : null;
  for (let row = 0; row < counts.length; row += 1) {
    if (outcomes !== null && outcomes[row] !== CORRECT) counts[row] = 0;
    else if (labels !== null && labels[row] !== 1)
      counts[row] = prefixes === null ? 0 : Math.min(counts[row] ?? 0, prefixes[row] ?? 0);
  }
}

/** Answers how many were kept although nobody counted them. */
function keepShortContexts({ contextTokens }: PoolTable, kept: Keeping, most: number): number {
  let uncounted = 0;
  kept.keepSteps((at) => {
    const tokens = contextTokens[at] ?? -1;
    if (tokens < 0) uncounted += 1;
    return tokens <= most;
  });
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

function keepFirstOfEachContext({ context, contextHash }: PoolTable, kept: Keeping): void {
  const seen = new Uint8Array(contextHash.length);
  kept.keepSteps((at) => {
    const own = context[at] ?? 0;
    const isFirst = seen[own] === 0;
    seen[own] = 1;
    return isFirst;
  });
}

/** 1 for each step of the table that is kept. */
export function keptSteps(table: PoolTable, { counts, bits }: Pick<Selection, "counts" | "bits">): Uint8Array {
  if (bits !== null) return bits;
  const steps = new Uint8Array(stepsOf(table));
  for (let row = 0; row < table.size; row += 1) {
    const from = table.offset[row] ?? 0;
    const to = from + (counts[row] ?? 0);
    for (let at = from; at < to; at += 1) steps[at] = 1;
  }
  return steps;
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

/** What is still kept, stage by stage, and what each stage took away. */
class Keeping {
  readonly counts: Int32Array;
  private bits: Uint8Array | null;
  private readonly dropped: Dropped[];

  constructor(
    private readonly table: PoolTable,
    before?: Selection,
  ) {
    this.counts = before?.counts.slice() ?? stepCounts(table);
    this.bits = before?.bits?.slice() ?? null;
    this.dropped = [...(before?.dropped ?? [])];
  }

  selection(): Omit<Selection, "uncounted"> {
    return { counts: this.counts, bits: this.bits, dropped: this.dropped };
  }

  stage(stage: Stage, work: () => void): void {
    const before = this.counts.slice();
    work();
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

  leaveRows(isLeft: (row: number) => boolean): void {
    const { counts, bits } = this;
    const { offset } = this.table;
    for (let row = 0; row < counts.length; row += 1) {
      if (counts[row] === 0 || !isLeft(row)) continue;
      counts[row] = 0;
      bits?.fill(0, offset[row] ?? 0, offset[row + 1] ?? 0);
    }
  }

  keepOnly(rows: readonly number[]): void {
    const chosen = new Uint8Array(this.counts.length);
    for (const row of rows) chosen[row] = 1;
    this.leaveRows((row) => chosen[row] === 0);
  }

  /** Asks once for each step that is kept, in order. */
  keepSteps(isKept: (at: number) => boolean): void {
    const bits = this.bits ?? keptSteps(this.table, this.selection());
    const { counts } = this;
    const { offset } = this.table;
    this.bits = bits;
    let to = 0;
    for (let row = 0; row < counts.length; row += 1) {
      const from = to;
      to = offset[row + 1] ?? from;
      if (counts[row] === 0) continue;
      let count = 0;
      for (let at = from; at < to; at += 1) {
        if (bits[at] === 0) continue;
        if (isKept(at)) count += 1;
        else bits[at] = 0;
      }
      counts[row] = count;
    }
  }
}

function stepCounts({ size, offset }: PoolTable): Int32Array {
  const counts = new Int32Array(size);
  for (let row = 0; row < size; row += 1) counts[row] = (offset[row + 1] ?? 0) - (offset[row] ?? 0);
  return counts;
}
