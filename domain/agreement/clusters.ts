/** Counts kept by question, so that resampling questions is adding up rows of numbers. */
import { randomFor } from "../random";

/** With more questions than this, several share a cluster: intervals are as wide, and memory stays bounded. */
export const MOST_CLUSTERS = 1_000;

/** Which cluster each trajectory belongs to: that of its question. */
export type Clusters = { readonly of: Int32Array; readonly size: number };

/**
 * A question is a cluster. Beyond `most` questions, they are dealt at random (seeded, the same for the same ids) into
 * `most` clusters of equal numbers of questions: random groups, Wolter, Introduction to Variance Estimation (2007),
 * chapter 2.
 */
export function clusterByQuestion(question: Int32Array, most = MOST_CLUSTERS): Clusters {
  const ids = [...new Set(question)].sort((left, right) => left - right);
  const dealt = ids.length > most ? randomFor("clusters of questions").shuffled(ids) : ids;
  const clusterOf = new Map(dealt.map((id, index) => [id, index % most]));
  return { of: question.map((id) => clusterOf.get(id) ?? 0), size: Math.min(ids.length, most) };
}

/** Counts of `columns` kinds for each of `clusters` clusters, row by row. */
export type ClusterCounts = { readonly columns: number; readonly clusters: number; readonly values: Float64Array };

export function noCounts(clusters: number, columns: number): ClusterCounts {
  return { columns, clusters, values: new Float64Array(clusters * columns) };
}

export function addCount({ values, columns }: ClusterCounts, cluster: number, column: number, by = 1): void {
  const at = cluster * columns + column;
  values[at] = (values[at] ?? 0) + by;
}

/** The counts of all clusters together. */
export function totalCounts({ values, columns }: ClusterCounts): Float64Array {
  const sums = new Float64Array(columns);
  for (let at = 0; at < values.length; at += 1) sums[at % columns] = (sums[at % columns] ?? 0) + (values[at] ?? 0);
  return sums;
}
