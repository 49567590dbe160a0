/** Agreement by what a step or its trajectory is: where a judge can be trusted, and where it cannot. */
import type { OutcomeColumn, PoolTable } from "../filtering/pool-table";
import { estimateWeighted, type Figure } from "./bootstrap";
import { type ClusterCounts, type Clusters, noCounts, totalCounts } from "./clusters";
import { PAIR_MEASURES } from "./measures";
import {
  addFirstErrors,
  addStep,
  PAIR_COLUMNS,
  type Ruled,
  type StepCounts,
  type StepWeights,
  stepCounts,
} from "./pairs";

export const SLICED_BY = ["position", "tool", "set", "model", "outcome"] as const;
export type SlicedBy = (typeof SLICED_BY)[number];

/** Fewer steps or questions than this say little: such a slice is marked. */
export const FEW = { steps: 30, questions: 10 } as const;
/** Of a kind of slice, with the most steps; the rest is one more. */
const MOST_SLICES = 12;
/** Slices are many, and read as hints. */
const REPLICATES = 1_000;

const { agreementBinary, kappa, precision, recall, firstErrorAccuracy } = PAIR_MEASURES;
/** First errors are those of trajectories: slices of steps have none. */
export const SLICE_MEASURES = { agreementBinary, kappa, precision, recall, firstErrorAccuracy } as const;

export type Slice = {
  by: SlicedBy;
  /** Index of the step; index into the table's tool names, -1 for a step without a call; id; 1, 0, -1. null: the rest */
  key: number | null;
  steps: StepCounts;
  figures: Record<keyof typeof SLICE_MEASURES, Figure>;
  isSmall: boolean;
};

export type SliceColumns = {
  table: Pick<PoolTable, "size" | "offset" | "set" | "toolOffset" | "tool">;
  /** Of each trajectory; 0: not recorded */
  model: Int32Array;
  /** null: nothing is labelled */
  outcome: OutcomeColumn | null;
};

type Slicing = { by: SlicedBy } & (
  | { ofTrajectory: (row: number) => number }
  | { ofStep: (row: number, at: number) => readonly number[] }
);

/** Over the trajectories that both have judged. */
export function sliceAgreement(
  columns: SliceColumns,
  clusters: Clusters,
  a: Ruled,
  b: Ruled,
  random: () => number,
  weights: StepWeights | null = null,
): Slice[] {
  const both: number[] = [];
  for (let row = 0; row < columns.table.size; row += 1) if (a.judged[row] === 1 && b.judged[row] === 1) both.push(row);
  return slicings(columns).flatMap((slicing) => {
    const count = (by: StepWeights | null) => countSlices(slicing, columns.table, both, clusters, a, b, by);
    const slices = count(null);
    const weighted = weights && count(weights);
    return [...slices].map(([key, counts]) => {
      const steps = stepCounts(totalCounts(counts));
      const figures = estimateWeighted(counts, weighted?.get(key) ?? null, SLICE_MEASURES, random, REPLICATES);
      const isSmall = steps.ruled < FEW.steps || filledClusters(counts) < FEW.questions;
      return { by: slicing.by, key, steps, figures, isSmall };
    });
  });
}

function slicings({ table, model, outcome }: SliceColumns): Slicing[] {
  const tools = (at: number) => [...new Set(table.tool.subarray(table.toolOffset[at], table.toolOffset[at + 1]))];
  const found: Slicing[] = [
    { by: "position", ofStep: (row, at) => [at - (table.offset[row] ?? 0)] },
    {
      by: "tool",
      ofStep: (_, at) => {
        const called = tools(at);
        return called.length === 0 ? [-1] : called;
      },
    },
    { by: "set", ofTrajectory: (row) => table.set[row] ?? 0 },
    { by: "model", ofTrajectory: (row) => model[row] ?? 0 },
  ];
  if (outcome) found.push({ by: "outcome", ofTrajectory: (row) => outcome.correct[row] ?? -1 });
  return found;
}

function countSlices(
  slicing: Slicing,
  table: SliceColumns["table"],
  rows: readonly number[],
  clusters: Clusters,
  a: Ruled,
  b: Ruled,
  weights: StepWeights | null,
): Map<number | null, ClusterCounts> {
  const shown = keysToShow(slicing, table, rows);
  const slices = new Map<number | null, ClusterCounts>();
  const into = (key: number) => {
    const own = shown.has(key) ? key : null;
    const known = slices.get(own) ?? noCounts(clusters.size, PAIR_COLUMNS);
    slices.set(own, known);
    return known;
  };
  for (const key of shown) into(key);
  for (const row of rows) {
    const [from, to] = [table.offset[row] ?? 0, table.offset[row + 1] ?? 0];
    const cluster = clusters.of[row] ?? 0;
    if ("ofTrajectory" in slicing) {
      const counts = into(slicing.ofTrajectory(row));
      for (let at = from; at < to; at += 1) addStep(counts, cluster, a, b, at, weights);
      addFirstErrors(counts, cluster, a, b, [from, to], weights?.trajectory[row]);
    } else
      for (let at = from; at < to; at += 1)
        for (const counts of new Set(slicing.ofStep(row, at).map(into))) addStep(counts, cluster, a, b, at, weights);
  }
  return slices;
}

/** Positions in their order, everything else by the number of its steps. */
function keysToShow(slicing: Slicing, table: SliceColumns["table"], rows: readonly number[]): Set<number> {
  const steps = new Map<number, number>();
  const add = (key: number, count: number) => steps.set(key, (steps.get(key) ?? 0) + count);
  for (const row of rows) {
    const [from, to] = [table.offset[row] ?? 0, table.offset[row + 1] ?? 0];
    if ("ofTrajectory" in slicing) add(slicing.ofTrajectory(row), to - from);
    else for (let at = from; at < to; at += 1) for (const key of slicing.ofStep(row, at)) add(key, 1);
  }
  const byPlace = [...steps].sort(([x, m], [y, n]) => (slicing.by === "position" ? x - y : n - m || x - y));
  return new Set(byPlace.slice(0, MOST_SLICES).map(([key]) => key));
}

function filledClusters({ values, columns, clusters }: ClusterCounts): number {
  let filled = 0;
  for (let cluster = 0; cluster < clusters; cluster += 1)
    if (values.subarray(cluster * columns, (cluster + 1) * columns).some((count) => count > 0)) filled += 1;
  return filled;
}
