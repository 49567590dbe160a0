/** What a judge's scores are worth against a reference's verdicts. */
import { NO_SCORE, NO_VERDICT, type PoolTable } from "../filtering/pool-table";
import { estimate, type Figure, type Measure } from "./bootstrap";
import { addCount, type ClusterCounts, type Clusters, noCounts, totalCounts } from "./clusters";
import { agreementShare, cohensKappa, type Square, sumOf } from "./kappa";
import type { Ruled } from "./pairs";

const SCORES = 101;
const BINS = 10;

export type CalibrationBin = {
  /** Scores, both included */
  from: number;
  to: number;
  /** 0 to 100; null for an empty bin */
  meanScore: number | null;
  /** Share of its steps that the reference calls reasonable or neutral */
  reasonable: Figure;
};

export type BestThreshold = { least: number; figure: Figure };

export type Calibration = {
  /** Steps with a score and a verdict of the reference */
  steps: number;
  /** Steps with a score that the reference has no verdict on */
  withoutVerdict: number;
  bins: CalibrationBin[];
  /** Σ (steps of a bin / steps) · |share reasonable − mean score / 100| */
  ece: number;
  /** The lowest threshold 1 to 100 with the best agreement, where a score of at least so much is taken as reasonable */
  agreement: BestThreshold;
  /** The same for Cohen's κ; null where it is defined at none */
  kappa: BestThreshold | null;
};

/**
 * Reliability by ten bins of scores and the expected calibration error (Guo et al., "On Calibration of Modern Neural
 * Networks", ICML 2017, section 2), neutral counting as reasonable. Intervals resample questions; that of the best
 * threshold holds the threshold fixed. The error has none: resampling adds to it. null where no step has both.
 */
export function calibrate(
  table: Pick<PoolTable, "size" | "offset">,
  clusters: Clusters,
  reference: Ruled,
  score: Int16Array,
  random: () => number,
): Calibration | null {
  const { counts, withoutVerdict } = countScores(table, clusters, reference, score);
  const sums = totalCounts(counts);
  const steps = sumOf([...sums]);
  if (steps === 0) return null;
  const bins = Array.from({ length: BINS }, (_, bin) => rangeOf(bin));
  const best = (of: (square: Square) => number | null) => bestThreshold(sums, of);
  const [agreement, kappa] = [best(agreementShare), best(cohensKappa)];
  const figures = estimate(
    counts,
    {
      ...Object.fromEntries(bins.map((range, bin) => [`bin${bin}`, shareMeasure(range)])),
      ...(agreement === null ? {} : { agreement: thresholdMeasure(agreement, "share", agreementShare) }),
      ...(kappa === null ? {} : { kappa: thresholdMeasure(kappa, "index", cohensKappa) }),
    } as Record<string, Measure>,
    random,
  );
  const at = (name: string) => figures[name] as Figure;
  return {
    steps,
    withoutVerdict,
    bins: bins.map(([from, to], bin) => ({
      from,
      to,
      meanScore: meanScore(sums, from, to),
      reasonable: at(`bin${bin}`),
    })),
    ece: expectedError(sums),
    agreement: { least: agreement ?? 1, figure: at("agreement") },
    kappa: kappa === null ? null : { least: kappa, figure: at("kappa") },
  };
}

/** Two columns a score: steps that the reference calls unreasonable, and the others. */
function countScores(
  table: Pick<PoolTable, "size" | "offset">,
  clusters: Clusters,
  { rating }: Ruled,
  score: Int16Array,
): { counts: ClusterCounts; withoutVerdict: number } {
  const counts = noCounts(clusters.size, 2 * SCORES);
  let withoutVerdict = 0;
  for (let row = 0; row < table.size; row += 1)
    for (let at = table.offset[row] ?? 0; at < (table.offset[row + 1] ?? 0); at += 1) {
      const points = score[at] ?? NO_SCORE;
      if (points === NO_SCORE) continue;
      if (rating[at] === NO_VERDICT) withoutVerdict += 1;
      else addCount(counts, clusters.of[row] ?? 0, 2 * points + (rating[at] === -1 ? 0 : 1));
    }
  return { counts, withoutVerdict };
}

/** 0–9, 10–19, …, 90–100. */
const rangeOf = (bin: number): readonly [number, number] => [10 * bin, bin === BINS - 1 ? 100 : 10 * bin + 9];

function countIn(sums: Float64Array, from: number, to: number): { reasonable: number; all: number } {
  let [reasonable, all] = [0, 0];
  for (let points = from; points <= to; points += 1) {
    reasonable += sums[2 * points + 1] ?? 0;
    all += (sums[2 * points] ?? 0) + (sums[2 * points + 1] ?? 0);
  }
  return { reasonable, all };
}

function meanScore(sums: Float64Array, from: number, to: number): number | null {
  let [total, all] = [0, 0];
  for (let points = from; points <= to; points += 1) {
    const count = (sums[2 * points] ?? 0) + (sums[2 * points + 1] ?? 0);
    all += count;
    total += count * points;
  }
  return all === 0 ? null : total / all;
}

function expectedError(sums: Float64Array): number {
  let [error, steps] = [0, 0];
  for (let bin = 0; bin < BINS; bin += 1) {
    const [from, to] = rangeOf(bin);
    const { reasonable, all } = countIn(sums, from, to);
    steps += all;
    error += Math.abs(reasonable - (all * (meanScore(sums, from, to) ?? 0)) / 100);
  }
  return error / steps;
}

const shareMeasure = ([from, to]: readonly [number, number]): Measure => ({
  kind: "share",
  n: (sums) => countIn(sums, from, to).all,
  of: (sums) => {
    const { reasonable, all } = countIn(sums, from, to);
    return all === 0 ? null : reasonable / all;
  },
});

/** Reference by score: unreasonable, reasonable. */
function squareAt(sums: Float64Array, least: number): Square {
  const [below, above] = [countIn(sums, 0, least - 1), countIn(sums, least, SCORES - 1)];
  return [
    [below.all - below.reasonable, above.all - above.reasonable],
    [below.reasonable, above.reasonable],
  ];
}

const thresholdMeasure = (least: number, kind: Measure["kind"], of: (square: Square) => number | null): Measure => ({
  kind,
  n: (sums) => sumOf(squareAt(sums, least).flat()),
  of: (sums) => of(squareAt(sums, least)),
});

function bestThreshold(sums: Float64Array, of: (square: Square) => number | null): number | null {
  let best: { least: number; value: number } | null = null;
  for (let least = 1; least < SCORES; least += 1) {
    const value = of(squareAt(sums, least));
    if (value !== null && (best === null || value > best.value)) best = { least, value };
  }
  return best?.least ?? null;
}
