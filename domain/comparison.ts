/** What each filter mode keeps of a pool, added up from counts; nothing missing is dropped. */
import { FilterMode, keeps, type Outcome } from "./filter";
import { type Interval, wilson } from "./interval";
import { ProcessLabel } from "./verdict";

/** How many trajectories of a pool share a process label, an outcome and a number of steps. */
export type ComparisonCell = {
  process: ProcessLabel;
  outcome: Outcome;
  numSteps: number;
  trajectories: number;
  /** Prompt and completion tokens of those trajectories that record both */
  tokens: number;
  tokensNotRecorded: number;
};

/** Calls of one tool in the trajectories of one process label and outcome. */
export type ToolCell = { process: ProcessLabel; outcome: Outcome; tool: string; calls: number };

export type ByMode<T> = Record<FilterMode, T>;

export type ModeFigures = {
  trajectories: number;
  subTrajectories: number;
  /** Different contexts among the kept sub-trajectories: samples of a question share their first */
  distinctContexts: number;
  /** Questions with at least one kept trajectory */
  questions: number;
  /** Kept trajectories as a share of the pool; null for an empty pool */
  share: number | null;
  correct: number;
  incorrect: number;
  unlabelled: number;
  /** Correct among the kept that are labelled, with Wilson's 95 % interval; null where none is labelled */
  shareCorrect: ({ share: number; n: number } & Interval) | null;
  meanSteps: number | null;
  /** Trajectories by number of steps, fewest steps first */
  steps: { numSteps: number; trajectories: number }[];
  /** Calls by tool, most called first */
  tools: { tool: string; calls: number }[];
  tokens: { total: number; recorded: number; notRecorded: number };
};

export type Matrix = Record<ProcessLabel, Record<Outcome, number>>;

export type Comparison = {
  trajectories: number;
  subTrajectories: number;
  questions: number;
  modes: ByMode<ModeFigures>;
  matrix: Matrix;
};

export type ComparisonCounts = {
  cells: readonly ComparisonCell[];
  tools: readonly ToolCell[];
  distinctContexts: ByMode<number>;
  questions: ByMode<number>;
};

/** Adds up the cells of a pool: what each mode keeps, and the process × outcome matrix over all of it. */
export function rollUp(counts: ComparisonCounts): Comparison {
  const trajectories = sum(counts.cells, (cell) => cell.trajectories);
  const modes = {} as ByMode<ModeFigures>;
  for (const mode of FilterMode.options) modes[mode] = figuresOf(mode, counts, trajectories);
  return {
    trajectories,
    subTrajectories: modes.none.subTrajectories,
    questions: counts.questions.none,
    modes,
    matrix: matrixOf(counts.cells),
  };
}

function figuresOf(mode: FilterMode, counts: ComparisonCounts, poolSize: number): ModeFigures {
  const cells = counts.cells.filter((cell) => keeps(mode, cell.process, cell.outcome));
  const tools = counts.tools.filter((cell) => keeps(mode, cell.process, cell.outcome));
  const withOutcome = (outcome: Outcome) =>
    sum(
      cells.filter((cell) => cell.outcome === outcome),
      (cell) => cell.trajectories,
    );
  const trajectories = sum(cells, (cell) => cell.trajectories);
  const subTrajectories = sum(cells, (cell) => cell.trajectories * cell.numSteps);
  const correct = withOutcome("correct");
  const incorrect = withOutcome("incorrect");
  const notRecorded = sum(cells, (cell) => cell.tokensNotRecorded);
  return {
    trajectories,
    subTrajectories,
    distinctContexts: counts.distinctContexts[mode],
    questions: counts.questions[mode],
    share: poolSize === 0 ? null : trajectories / poolSize,
    correct,
    incorrect,
    unlabelled: withOutcome("unlabelled"),
    shareCorrect: shareOf(correct, correct + incorrect),
    meanSteps: trajectories === 0 ? null : subTrajectories / trajectories,
    steps: tally(
      cells,
      (cell) => cell.numSteps,
      (cell) => cell.trajectories,
    )
      .map(([numSteps, count]) => ({ numSteps, trajectories: count }))
      .sort((a, b) => a.numSteps - b.numSteps),
    tools: tally(
      tools,
      (cell) => cell.tool,
      (cell) => cell.calls,
    )
      .map(([tool, calls]) => ({ tool, calls }))
      .sort((a, b) => b.calls - a.calls || (a.tool < b.tool ? -1 : 1)),
    tokens: { total: sum(cells, (cell) => cell.tokens), recorded: trajectories - notRecorded, notRecorded },
  };
}

function matrixOf(cells: readonly ComparisonCell[]): Matrix {
  const matrix = Object.fromEntries(
    ProcessLabel.options.map((process) => [process, { correct: 0, incorrect: 0, unlabelled: 0 }]),
  ) as Matrix;
  for (const cell of cells) matrix[cell.process][cell.outcome] += cell.trajectories;
  return matrix;
}

function shareOf(successes: number, n: number): ModeFigures["shareCorrect"] {
  const interval = wilson(successes, n);
  return interval && { share: successes / n, n, ...interval };
}

/** Numbers of steps that one bar counts, both ends included. */
export type StepBin = { from: number; to: number };

/** A tail of at most this share of the pool may be gathered in one bar. */
const TAIL = 0.05;

/**
 * Covers the steps of all modes of a comparison with at most `limit` bars: one a number of steps, where need be with the
 * few longest in a last bar; of equal width where that would hide much.
 */
export function stepBins(comparison: Comparison, limit = 14): StepBin[] {
  const { steps, trajectories } = comparison.modes.none;
  const [first, last] = [steps[0]?.numSteps, steps.at(-1)?.numSteps];
  if (first === undefined || last === undefined) return [];
  const tailFrom = first + limit - 1;
  const inTail = sum(
    steps.filter((entry) => entry.numSteps >= tailFrom),
    (entry) => entry.trajectories,
  );
  const hasTail = last > tailFrom && inTail <= TAIL * trajectories;
  const width = hasTail ? 1 : Math.ceil((last - first + 1) / limit);
  const end = hasTail ? tailFrom - 1 : last;
  const bins: StepBin[] = [];
  for (let from = first; from <= end; from += width) bins.push({ from, to: from + width - 1 });
  if (hasTail) bins.push({ from: tailFrom, to: last });
  return bins;
}

/** Kept trajectories in each bar. */
export function countInBins(figures: Pick<ModeFigures, "steps">, bins: readonly StepBin[]): number[] {
  return bins.map((bin) =>
    sum(
      figures.steps.filter((entry) => entry.numSteps >= bin.from && entry.numSteps <= bin.to),
      (entry) => entry.trajectories,
    ),
  );
}

export type ToolShare = { tool: string; calls: ByMode<number>; share: ByMode<number | null> };

/** Each tool's calls and its share of all calls a mode keeps; beyond `limit` tools the rest are one entry. */
export function toolMix(comparison: Comparison, limit = 8): ToolShare[] {
  const names = comparison.modes.none.tools.map((entry) => entry.tool);
  const own = names.length > limit ? names.slice(0, limit - 1) : names;
  const groups = own.map((tool) => ({ tool, has: (name: string) => name === tool }));
  if (names.length > own.length)
    groups.push({ tool: `${names.length - own.length} other tools`, has: (name) => !own.includes(name) });
  return groups.map(({ tool, has }) => {
    const calls = {} as ByMode<number>;
    const share = {} as ByMode<number | null>;
    for (const mode of FilterMode.options) {
      const called = comparison.modes[mode].tools;
      const all = sum(called, (entry) => entry.calls);
      calls[mode] = sum(
        called.filter((entry) => has(entry.tool)),
        (entry) => entry.calls,
      );
      share[mode] = all === 0 ? null : calls[mode] / all;
    }
    return { tool, calls, share };
  });
}

/** The mode that keeps what both keep: of a pool that a mode made, another mode keeps this. */
export function bothModes(one: FilterMode | null, other: FilterMode): FilterMode {
  if (one === null || one === "none" || one === other) return other;
  return other === "none" ? one : "process-and-outcome";
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function tally<T, K>(items: readonly T[], key: (item: T) => K, value: (item: T) => number): [K, number][] {
  const totals = new Map<K, number>();
  for (const item of items) totals.set(key(item), (totals.get(key(item)) ?? 0) + value(item));
  return [...totals];
}
