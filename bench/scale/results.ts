/** What a run of the benchmark found: bench/results.json. */
import { z } from "zod";
import { goalText, isMet, isRate, measureOf, WORKS, type Work } from "./goals";

export const Row = z.object({
  work: z.enum(WORKS as [Work, ...Work[]]),
  median: z.number(),
  /** 95 % of the samples were at least as good */
  p95: z.number(),
  unit: z.enum(["ms", "MB", "GB", "MB/s", "trajectories/s"]),
  goal: z.string().nullable(),
  met: z.boolean().nullable(),
  /** What stands beside it, measured in the same run, in the same unit */
  limit: z.number().nullable(),
  /** The share of the limit's speed that the median reached */
  ratio: z.number().nullable(),
  samples: z.int().positive(),
  note: z.string().nullable(),
});
export type Row = z.infer<typeof Row>;

const Pool = z.object({ trajectories: z.int().positive(), rows: z.array(Row) });

export const Results = Pool.extend({
  seed: z.string(),
  measuredAt: z.iso.datetime(),
  machine: z.object({ cores: z.int(), memoryGb: z.number(), node: z.string(), postgres: z.string() }),
  /** Of what was asked, what this run did not measure */
  notMeasured: z.array(z.string()),
  /** The same for a smaller pool, in the same run */
  smaller: Pool.nullable(),
});
export type Results = z.infer<typeof Results>;

/** Samples in the work's unit; `limit` is the median of what stands beside it. */
export function makeRow(
  work: Work,
  samples: readonly number[],
  { limit = null, note = null }: { limit?: number | null; note?: string | null } = {},
): Row {
  const measure = measureOf(work);
  const { unit } = measure;
  const median = quantile(samples, 0.5);
  const p95 = quantile(samples, isRate(unit) ? 0.05 : 0.95);
  const ratio = limit === null ? null : isRate(unit) ? median / limit : limit / median;
  const met = isMet(measure, { median, p95, ratio });
  const figures = {
    median: round(median),
    p95: round(p95),
    limit: limit && round(limit),
    ratio: ratio && round(ratio),
  };
  return { work, unit, goal: goalText(measure), met, samples: samples.length, note, ...figures };
}

/** Of the sorted values, between the two nearest. Throws RangeError where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new RangeError("no value was measured");
  return below + (above - below) * (at - Math.floor(at));
}

/** Four significant digits */
const round = (value: number) => Number(value.toPrecision(4));

/**
 * How cost grows with the pool: cost ~ trajectories^exponent, 1 is linear. The cost of a rate is what the whole pool
 * takes at it, since what is told by a rate is done to every trajectory.
 */
export function growth(results: Results, work: Work): number | null {
  const { smaller } = results;
  const [large, small] = [results, smaller].map((pool) => pool?.rows.find((row) => row.work === work)?.median);
  if (!smaller || !large || !small) return null;
  const factor = results.trajectories / smaller.trajectories;
  const exponent = Math.log(large / small) / Math.log(factor);
  return isRate(measureOf(work).unit) ? 1 - exponent : exponent;
}

/** Linear or better, to one digit: the noise of two runs is more than that. */
export const isLinear = (exponent: number): boolean => exponent < 1.05;
