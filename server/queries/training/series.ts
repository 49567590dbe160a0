/** The figures of training runs by update, few enough to draw. */
import type pg from "pg";
import { z } from "zod";
import { bucketWidth, type Point } from "@/domain/training/series";
import { Json } from "./row-types";

export type SeriesRequest = {
  runId: number;
  /** Only from this update on */
  since: number;
  /** The attempt's beginning that the caller knows (TrainingState.epoch); null: nothing is known */
  epoch: number | null;
};

export type Series = {
  epoch: number;
  /** Updates a point stands for */
  width: number;
  /** Where these points begin; what the caller has from there on is replaced */
  from: number;
  points: Point[];
};

const Head = z.array(z.object({ epoch: z.int(), most: z.int() })).max(1);
const RawRow = z.object({ step: z.int(), values: Json(z.record(z.string(), z.number().nullable())) });
const Figure = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const BucketRow = z.object({ from: z.int(), step: z.int(), n: z.int(), figures: z.record(z.string(), Figure) });

/** Raw points of short runs; of long ones the mean of each bucket with its least and greatest value. */
export async function readSeries(db: pg.Pool, request: SeriesRequest): Promise<Series> {
  const { rows } = await db.query(
    `SELECT coalesce((SELECT max(seq) FROM training_event WHERE run_id = r.id AND event ->> 'event' = 'started'), 0) AS epoch,
       greatest(r.total_steps, (SELECT max(step) FROM training_metric WHERE run_id = r.id), 1) AS most
     FROM training_run r WHERE r.id = $1`,
    [request.runId],
  );
  const [head] = Head.parse(rows);
  if (!head) return { epoch: 0, width: 1, from: 0, points: [] };
  const width = bucketWidth(head.most);
  const since = request.epoch === head.epoch ? Math.max(0, request.since) : 0;
  const from = since - (since % width);
  const points =
    width === 1 ? await readRaw(db, request.runId, from) : await readBuckets(db, request.runId, from, width);
  return { epoch: head.epoch, width, from, points };
}

async function readRaw(db: pg.Pool, runId: number, from: number): Promise<Point[]> {
  const { rows } = await db.query(
    'SELECT step, "values" FROM training_metric WHERE run_id = $1 AND step >= $2 ORDER BY step',
    [runId, from],
  );
  return z
    .array(RawRow)
    .parse(rows)
    .map(({ step, values }) => ({ from: step, step, n: 1, values }));
}

async function readBuckets(db: pg.Pool, runId: number, from: number, width: number): Promise<Point[]> {
  const { rows } = await db.query(
    `SELECT bucket * $3 AS from, max(step)::int AS step, max(n)::int AS n,
       jsonb_object_agg(key, jsonb_build_object('mean', mean, 'low', low, 'high', high)) AS figures
     FROM (SELECT m.step / $3 AS bucket, v.key, max(m.step) AS step, count(*) AS n, avg(v.value::float) AS mean,
             min(v.value::float) AS low, max(v.value::float) AS high
           FROM training_metric m, json_each_text(m."values") v
           WHERE m.run_id = $1 AND m.step >= $2 AND v.value IS NOT NULL GROUP BY 1, 2) b
     GROUP BY bucket ORDER BY bucket`,
    [runId, from, width],
  );
  return z
    .array(BucketRow)
    .parse(rows)
    .map(({ figures, ...point }) => ({
      ...point,
      values: pick(figures, "mean"),
      low: pick(figures, "low"),
      high: pick(figures, "high"),
    }));
}

const pick = (figures: Record<string, z.infer<typeof Figure>>, part: keyof z.infer<typeof Figure>) =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure[part]]));
