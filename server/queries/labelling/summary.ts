/** What a labelling run has said so far: counts, and how its figures are spread. */
import type pg from "pg";
import { z } from "zod";

/** Bars of the spread: exactly 0, ten of a tenth each, exactly 1. */
export const VALUE_BARS = 12;

const Counts = z.tuple([z.object({ labelled: z.int(), correct: z.int(), fromSample: z.int() })]);
const Bar = z.object({
  bar: z
    .int()
    .min(0)
    .max(VALUE_BARS - 1),
  count: z.int(),
  correct: z.int(),
});

export type LabellingSummary = {
  labelled: number;
  correct: number;
  /** Of those labelled, of the sample pool */
  fromSample: number;
  /** By bar; empty where no outcome has a figure */
  values: { bar: number; count: number; correct: number }[];
};

export async function readLabellingSummary(db: pg.Pool, id: number): Promise<LabellingSummary> {
  const [counts, bars] = await Promise.all([
    db.query(
      `SELECT count(*) AS labelled, count(*) FILTER (WHERE o.correct) AS correct,
         count(*) FILTER (WHERE r.is_sample) AS "fromSample"
       FROM outcome o JOIN trajectory t ON t.id = o.trajectory_id JOIN rollout_run r ON r.id = t.rollout_run_id
       WHERE o.labelling_run_id = $1`,
      [id],
    ),
    db.query(
      `SELECT CASE WHEN value <= 0 THEN 0 WHEN value >= 1 THEN ${VALUE_BARS - 1}
           ELSE 1 + least(9, floor(value * 10)::int) END AS bar,
         count(*) AS count, count(*) FILTER (WHERE correct) AS correct
       FROM outcome WHERE labelling_run_id = $1 AND value IS NOT NULL GROUP BY 1 ORDER BY 1`,
      [id],
    ),
  ]);
  return { ...Counts.parse(counts.rows)[0], values: z.array(Bar).parse(bars.rows) };
}
