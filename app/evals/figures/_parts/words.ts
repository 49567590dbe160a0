/** How figures of evals are written, and where their numbers lead. */
import type { FigureCell } from "@/domain/eval/figures/cells";
import type { Gain } from "@/domain/eval/figures/pooled";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Interval } from "@/domain/interval";

/** "64.2 % (61.0–67.3 %), n = 120, 2 seeds" */
export function cellWords(cell: FigureCell | null): string {
  if (!cell) return "not evaluated";
  const { share, interval, n, seeds } = cell;
  const width = interval ? ` (${formatInterval(interval)})` : "";
  return `${formatShare(share)}${width}, n = ${formatNumber(n)}${seeds > 1 ? `, ${formatCount(seeds, "seed")}` : ""}`;
}

/** "+4.2 points (+1.0 to +7.3)" */
export function gainWords({ difference, interval }: Pick<Gain, "difference" | "interval">): string {
  const width = interval ? ` (${points(interval.low)} to ${points(interval.high)})` : "";
  return `${points(difference)} points${width}`;
}

/** A difference of shares in percentage points: "+4.2" */
export const points = (difference: number): string => signed(100 * difference);

/** A number of points with its sign: "+4.2" */
export function signed(value: number): string {
  const size = formatNumber(Math.abs(value), 1);
  return size === "0.0" ? size : `${value < 0 ? "−" : "+"}${size}`;
}

/** A difference of shares as a file's number of points: 4.2, without what a float adds to it. */
export const inPoints = (difference: number | null): number | null =>
  difference === null ? null : Number((100 * difference).toPrecision(12));

/** The trajectories that an accuracy was counted from. */
export const trajectoriesOf = (evals: readonly number[], set: number) =>
  `/trajectories?${new URLSearchParams([...evals.map((run) => ["run", String(run)]), ["set", String(set)]])}`;

/** The bounds as a chart and a table take them. */
export const boundsOf = (interval: Interval | null) => ({ low: interval?.low ?? null, high: interval?.high ?? null });

export const SEEDS_NOTE =
  "One seed: questions are what was drawn. Several seeds of one arm are pooled, and the interval draws seeds and questions anew.";
