/** Intervals of figures that are functions of counts, by resampling clusters. */
import { type Interval, wilson } from "../interval";
import { type ClusterCounts, totalCounts } from "./clusters";

/** A figure as a function of summed counts; null where the counts leave it undefined. */
export type Measure = {
  of(sums: Float64Array): number | null;
  /** What the figure is a figure of: steps, trajectories */
  n(sums: Float64Array): number;
  /** A share 0 to 1, or an index such as κ */
  kind: "share" | "index";
};

export type Figure = {
  value: number | null;
  /** 95 %; null where the data say nothing of it */
  interval: Interval | null;
  n: number;
  /** Replicates in which the figure is undefined, such as κ where only one word was drawn; they are left out */
  undefinedReplicates: number;
};

export const REPLICATES = 2_000;
/** With more undefined replicates than this share, the rest is no picture of the whole: no interval is given. */
const MOST_UNDEFINED = 0.05;

/**
 * Each measure of the whole, with the central 95 % of its bootstrap distribution over clusters (percentile method:
 * Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; clusters as a whole: Davison and Hinkley,
 * Bootstrap Methods and their Application, 1997, section 3.8). Clusters without any count are no part of the sample.
 * A share of exactly 0 or 1 is the same in every replicate: its interval is Wilson's, with one observation a cluster,
 * which is too wide rather than too narrow. `random` gives numbers in [0, 1).
 */
export function estimate<Name extends string>(
  counts: ClusterCounts,
  measures: Readonly<Record<Name, Measure>>,
  random: () => number,
  replicates = REPLICATES,
): Record<Name, Figure> {
  const names = Object.keys(measures) as Name[];
  const whole = totalCounts(counts);
  const sparse = sparseRows(counts);
  const draws = names.map(() => new Float64Array(replicates));
  const drawn = new Int32Array(names.length);
  const sums = new Float64Array(counts.columns);
  const times = new Int32Array(sparse.rows);
  if (sparse.rows > 1)
    for (let replicate = 0; replicate < replicates; replicate += 1) {
      times.fill(0);
      for (let pick = 0; pick < sparse.rows; pick += 1) {
        const row = Math.floor(random() * sparse.rows);
        times[row] = (times[row] ?? 0) + 1;
      }
      addRows(sparse, times, sums);
      names.forEach((name, index) => {
        const value = measures[name].of(sums);
        const into = draws[index];
        if (value === null || !into) return;
        into[drawn[index] ?? 0] = value;
        drawn[index] = (drawn[index] ?? 0) + 1;
      });
    }
  const figures = names.map((name, index) => {
    const measure = measures[name];
    const value = measure.of(whole);
    const defined = drawn[index] ?? 0;
    const isSampled = sparse.rows > 1 && value !== null;
    return {
      value,
      n: measure.n(whole),
      undefinedReplicates: isSampled ? replicates - defined : 0,
      interval:
        value !== null && measure.kind === "share" && (value === 0 || value === 1)
          ? atTheEnd(value, counts, measure)
          : isSampled && defined >= replicates * (1 - MOST_UNDEFINED)
            ? central(draws[index]?.subarray(0, defined) ?? new Float64Array())
            : null,
    };
  });
  return Object.fromEntries(names.map((name, index) => [name, figures[index]])) as Record<Name, Figure>;
}

/** The same from weighted counts, with n of the unweighted ones: what was looked at. */
export function estimateWeighted<Name extends string>(
  counts: ClusterCounts,
  weighted: ClusterCounts | null,
  measures: Readonly<Record<Name, Measure>>,
  random: () => number,
  replicates = REPLICATES,
): Record<Name, Figure> {
  const figures = estimate(weighted ?? counts, measures, random, replicates);
  if (!weighted) return figures;
  const whole = totalCounts(counts);
  const names = Object.keys(measures) as Name[];
  return Object.fromEntries(names.map((name) => [name, { ...figures[name], n: measures[name].n(whole) }])) as Record<
    Name,
    Figure
  >;
}

function atTheEnd(value: number, { values, columns, clusters }: ClusterCounts, measure: Measure): Interval | null {
  let observed = 0;
  for (let cluster = 0; cluster < clusters; cluster += 1)
    if (measure.of(values.subarray(cluster * columns, (cluster + 1) * columns)) !== null) observed += 1;
  return wilson(value * observed, observed);
}

/** The central 95 % of replicates; null where every one says the same: that is no interval. */
export function central(draws: Float64Array): Interval | null {
  draws.sort();
  const [low, high] = [quantile(draws, 0.025), quantile(draws, 0.975)];
  return low === high ? null : { low, high };
}

/** Linear between neighbours, as NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

/** Counts that are not zero, cluster after cluster, without the clusters that have none. */
type SparseRows = { rows: number; offset: Int32Array; column: Int32Array; value: Float64Array };

function sparseRows({ values, columns, clusters }: ClusterCounts): SparseRows {
  const filled = values.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  const column = new Int32Array(filled);
  const value = new Float64Array(filled);
  const offset = new Int32Array(clusters + 1);
  let [rows, at] = [0, 0];
  for (let cluster = 0; cluster < clusters; cluster += 1) {
    for (let index = 0; index < columns; index += 1) {
      const count = values[cluster * columns + index] ?? 0;
      if (count === 0) continue;
      column[at] = index;
      value[at] = count;
      at += 1;
    }
    if (at === offset[rows]) continue;
    rows += 1;
    offset[rows] = at;
  }
  return { rows, offset, column, value };
}

/** Each row as often as it was drawn. */
function addRows({ rows, offset, column, value }: SparseRows, times: Int32Array, sums: Float64Array): void {
  sums.fill(0);
  for (let row = 0; row < rows; row += 1) {
    const drawn = times[row] ?? 0;
    if (drawn === 0) continue;
    const end = offset[row + 1] ?? 0;
    for (let at = offset[row] ?? 0; at < end; at += 1) {
      const index = column[at] ?? 0;
      sums[index] = (sums[index] ?? 0) + drawn * (value[at] ?? 0);
    }
  }
}
