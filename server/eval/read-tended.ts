/** The serving jobs that are to be tended. Each row is read by itself: one that cannot be read stops no other. */
import type pg from "pg";
import { z } from "zod";
import { ServingStatus } from "@/domain/eval/serving";
import { TrainingEngineSettings, TrainingResources } from "@/domain/training/engine";
import { parsed } from "./json-text";
import { ownEndpointSql } from "./own-endpoint";

// Read here: the database reads no JSON text with half a surrogate pair in it.
const Engine = z.object({ engine: z.string().transform(parsed).pipe(TrainingEngineSettings) });
const Key = z.object({ id: z.int(), jobId: z.string(), status: ServingStatus });
const Row = Key.extend({
  ...Engine.shape,
  message: z.string().nullable(),
  resources: z.string().transform(parsed).pipe(TrainingResources),
  path: z.string(),
  modelId: z.int(),
  modelName: z.string(),
  leaseUrl: z.string().nullable(),
  endpointId: z.int().nullable(),
  changedAt: z.date(),
  /** Whether a cell that is not over waits for it or uses it, or a round that still generates */
  isWanted: z.boolean(),
  /** Never known to be at the engine */
  wasLaunching: z.boolean(),
});
export type TendedServer = z.infer<typeof Row>;

/** `engine`: where its job can be stopped; null: that cannot be read either. */
export type UnreadableServer = z.infer<typeof Key> & { engine: TrainingEngineSettings | null; error: z.ZodError };

/** Of a rollout run r: a person paused it, and has not let it go on since. */
const LONG_PAUSED = "r.status = 'paused' AND r.message IS NULL AND r.changed_at < now() - interval '15 minutes'";
/** Of a serving job j for a model o: whether something is to be asked of it that is not long paused. */
const WANTED = `(
  EXISTS (SELECT FROM eval_matrix m JOIN eval_cell c ON c.matrix_id = m.id WHERE m.id = j.matrix_id AND m.status = 'running'
      AND c.model_id = j.model_id AND c.status IN ('waiting', 'serving', 'running')
      AND (${ownEndpointSql("o")} IS NULL OR EXISTS (SELECT FROM run_state r WHERE r.kind = 'rollout'
        AND r.run_id = c.rollout_run_id AND r.endpoint_id = j.endpoint_id AND c.status = 'running')))
    AND NOT EXISTS (SELECT FROM eval_cell c JOIN run_state r ON r.kind = 'rollout' AND r.run_id = c.rollout_run_id
      WHERE c.matrix_id = j.matrix_id AND c.model_id = j.model_id AND c.status = 'running' AND ${LONG_PAUSED})
  OR EXISTS (SELECT FROM round p WHERE p.id = j.round_id AND p.status = 'generating'
    AND NOT coalesce((SELECT bool_and(${LONG_PAUSED}) FROM run_state r WHERE r.kind = 'rollout'
      AND r.run_id = ANY(p.rollout_run_ids) AND r.status IN ('running', 'paused')), false)
    AND (${ownEndpointSql("o")} IS NULL OR EXISTS (SELECT FROM run_state r WHERE r.kind = 'rollout'
      AND r.run_id = ANY(p.rollout_run_ids) AND r.endpoint_id = j.endpoint_id AND r.status IN ('running', 'paused')))))`;

export async function readTended(pool: pg.Pool): Promise<{ servers: TendedServer[]; unreadable: UnreadableServer[] }> {
  const { rows } = await pool.query(
    `SELECT j.id, j.job_id AS "jobId", j.status, j.message, j.engine_settings AS engine, j.resources, j.path,
       j.model_id AS "modelId", o.name AS "modelName", j.lease_url AS "leaseUrl",
       j.endpoint_id AS "endpointId", j.changed_at AS "changedAt", j.submitted_at IS NULL AS "wasLaunching",
       ${WANTED} AS "isWanted"
     FROM serving_job j JOIN model o ON o.id = j.model_id
     WHERE j.status IN ('launching', 'pending', 'ready', 'stopping') ORDER BY j.id`,
  );
  const servers: TendedServer[] = [];
  const unreadable: UnreadableServer[] = [];
  for (const row of rows) {
    const { data, error } = Row.safeParse(row);
    if (data) servers.push(data);
    else unreadable.push({ ...Key.parse(row), engine: Engine.safeParse(row).data?.engine ?? null, error });
  }
  return { servers, unreadable };
}
