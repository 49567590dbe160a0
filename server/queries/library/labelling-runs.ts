/** Labelling runs, newest first and those of the sample pool last, with how many trajectories each labelled, and how many of them correct. */
import type pg from "pg";
import { z } from "zod";
import { KeptMetricLabelling } from "@/domain/labelling/kept";
import { Count, Id, IsoTime } from "./row-types";

/** What it was made on is not asked for: another studio's run names that by other means. */
const MetricPart = KeptMetricLabelling.omit({ pool: true });

const Row = z.object({
  id: Id,
  key: z.string(),
  version: z.int(),
  name: z.string(),
  labellerKind: z.enum(["metric", "model", "human", "import"]),
  isSample: z.boolean(),
  createdAt: IsoTime,
  labelled: Count,
  correct: Count,
  /** Metric and threshold; null for other labellers, and where no studio computed it */
  metric: z.string().transform((settings) => {
    const kept = MetricPart.safeParse(JSON.parse(settings));
    return kept.success ? { metric: kept.data.labeller.metric, threshold: kept.data.labeller.threshold } : null;
  }),
});
export type LabellingRunRow = z.infer<typeof Row>;

export async function listLabellingRuns(pool: pg.Pool): Promise<LabellingRunRow[]> {
  const { rows } = await pool.query(
    `SELECT r.id, r.key, r.version, r.name, r.labeller_kind AS "labellerKind", r.is_sample AS "isSample", r.settings AS metric,
       r.created_at AS "createdAt", coalesce(o.labelled, 0) AS labelled, coalesce(o.correct, 0) AS correct
     FROM labelling_run r
     LEFT JOIN (
       SELECT labelling_run_id, count(*) AS labelled, count(*) FILTER (WHERE correct) AS correct
       FROM outcome GROUP BY labelling_run_id
     ) o ON o.labelling_run_id = r.id
     ORDER BY r.is_sample, r.created_at DESC, r.id DESC`,
  );
  return z.array(Row).parse(rows);
}
