/** How fast earlier work went: seconds an update, seconds a trajectory. */
import type pg from "pg";
import { z } from "zod";
import type { Pace } from "@/domain/arm-training/cost";
import type { EvalWay } from "@/domain/eval/plan";
import type { Algorithm } from "@/domain/training/config";

const Row = z.tuple([z.object({ seconds: z.number().nullable(), runs: z.int() })]);

/** Of the newest runs that are done */
const RUNS = 10;

const paceOf = (rows: unknown[]): Pace | null => {
  const [{ seconds, runs }] = Row.parse(rows);
  return seconds === null ? null : { seconds, runs };
};

/**
 * Seconds an update of training runs on this engine with this base model and algorithm: the mean over runs of the median
 * time from one update to the next, so that a pause between attempts counts little. null where there was none.
 */
export async function readUpdatePace(
  db: pg.Pool,
  { engineId, baseModelId, algorithm }: { engineId: number; baseModelId: number; algorithm: Algorithm },
): Promise<Pace | null> {
  const { rows } = await db.query(
    `SELECT avg(u.seconds)::float8 AS seconds, count(u.seconds)::int AS runs
     FROM (SELECT id FROM training_run WHERE engine_id = $1 AND base_model_id = $2 AND algorithm = $3 AND status = 'done'
             AND NOT imported AND NOT is_sample ORDER BY id DESC LIMIT ${RUNS}) r,
     LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x.gap) AS seconds FROM (
       SELECT extract(epoch FROM at - lag(at) OVER w)::float8 / (step - lag(step) OVER w) AS gap
       FROM training_metric WHERE run_id = r.id WINDOW w AS (ORDER BY step)) x WHERE x.gap > 0) u`,
    [engineId, baseModelId, algorithm],
  );
  return paceOf(rows);
}

/** Seconds a trajectory of rollout runs on this question set that are done, all their trajectories over all their time. */
export async function readTrajectoryPace(db: pg.Pool, questionSetId: number, way: EvalWay): Promise<Pace | null> {
  const { rows } = await db.query(
    `SELECT sum(w.worked_s)::float8 / nullif(sum(w.done), 0) AS seconds, count(*)::int AS runs
     FROM (SELECT s.worked_s, (SELECT sum(p.done) FROM run_pulse p WHERE p.kind = 'rollout' AND p.run_id = r.id) AS done
           FROM rollout_run r JOIN run_state s ON s.kind = 'rollout' AND s.run_id = r.id
           WHERE s.status = 'done' AND s.worked_s > 0 AND r.settings #>> '{questions,questionSetId}' = $1::text
             AND (r.settings ->> 'stepLimit' = '1') = $2
           ORDER BY r.id DESC LIMIT ${RUNS}) w WHERE w.done > 0`,
    [questionSetId, way === "alone"],
  );
  return paceOf(rows);
}
