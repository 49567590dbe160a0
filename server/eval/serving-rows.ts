/** The rows of serving jobs: which are to be tended, and what became of them. */
import type pg from "pg";
import { z } from "zod";
import { type ServingLine, ServingStatus } from "@/domain/eval/serving";
import { cutText } from "@/domain/plain-text";
import { TrainingEngineSettings, TrainingResources } from "@/domain/training/engine";
import { readAskedAs } from "@/server/queries/model/asked-as";
import { inTransaction } from "@/server/transaction";

const Row = z.object({
  id: z.int(),
  jobId: z.string(),
  status: ServingStatus,
  message: z.string().nullable(),
  engine: TrainingEngineSettings,
  resources: TrainingResources,
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

/** Requests and silence that its endpoint allows */
const TIMEOUT_MS = 120_000;
const PATIENCE_MS = 120_000;
const MAX_CONCURRENCY = 32;

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

/** Of a model, by its alias, from code: the endpoint that is its own; null: none, or that of a server of evals. */
export function ownEndpointSql(model: string): string {
  return `CASE WHEN EXISTS (SELECT FROM serving_job s WHERE s.endpoint_id = ${model}.endpoint_id) THEN NULL
    ELSE ${model}.endpoint_id END`;
}

export async function readTended(pool: pg.Pool): Promise<TendedServer[]> {
  const { rows } = await pool.query(
    `SELECT j.id, j.job_id AS "jobId", j.status, j.message, j.engine_settings::jsonb AS engine,
       j.resources::jsonb AS resources, j.path, j.model_id AS "modelId", o.name AS "modelName", j.lease_url AS "leaseUrl",
       j.endpoint_id AS "endpointId", j.changed_at AS "changedAt", j.submitted_at IS NULL AS "wasLaunching",
       ${WANTED} AS "isWanted"
     FROM serving_job j JOIN model o ON o.id = j.model_id
     WHERE j.status IN ('launching', 'pending', 'ready', 'stopping') ORDER BY j.id`,
  );
  return z.array(Row).parse(rows);
}

/** Says where it stands. `pending` also says that the engine has it. */
export async function tellServer(
  pool: pg.Pool,
  { id, status: before }: TendedServer,
  { status, message }: { status: ServingStatus; message: string | null },
): Promise<void> {
  await pool.query(
    `UPDATE serving_job SET status = $2, message = $3,
       changed_at = CASE WHEN status = $2 THEN changed_at ELSE now() END,
       submitted_at = coalesce(submitted_at, CASE WHEN $2 = 'pending' THEN now() END)
     WHERE id = $1 AND status = $4 AND (status, message) IS DISTINCT FROM ($2, $3)`,
    [id, status, message?.replaceAll("\0", " ") ?? null, before],
  );
}

/** Its lease can be renewed, though its model is still being loaded. */
export async function keepLease(pool: pg.Pool, { id }: TendedServer, url: string): Promise<void> {
  await pool.query("UPDATE serving_job SET lease_url = $2 WHERE id = $1 AND status = 'pending'", [id, url]);
}

/** It answers: from now on runs may ask it, by an endpoint of its own. */
export async function publishServer(
  pool: pg.Pool,
  server: TendedServer,
  said: ServingLine["serving"],
  log: string,
): Promise<void> {
  const keyVariable = server.engine.jobKeyVariable;
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM serving_job WHERE id = $1 AND status = $2 FOR UPDATE", [
      server.id,
      server.status,
    ]);
    if (!rowCount) return;
    const endpointId =
      (await reuseEndpoint(client, server.endpointId, said)) ?? (await makeEndpoint(client, server, said, keyVariable));
    await client.query(
      `UPDATE serving_job SET status = 'ready', message = NULL, lease_url = $2, endpoint_id = $3, log_tail = $4,
         changed_at = now(), ready_at = now() WHERE id = $1`,
      [server.id, said.lease_url, endpointId, log],
    );
  });
}

/** The endpoint of the server before it: a run that asks it goes on at the new address. */
async function reuseEndpoint(
  client: pg.PoolClient,
  id: number | null,
  { base_url, served_name }: ServingLine["serving"],
): Promise<number | null> {
  if (id === null) return null;
  const { rowCount } = await client.query("UPDATE endpoint SET base_url = $2, served_name = $3 WHERE id = $1", [
    id,
    base_url,
    served_name,
  ]);
  return rowCount ? id : null;
}

/** It asks the model as the model is asked elsewhere. What is about a server, its key above all, is this server's own. */
async function makeEndpoint(
  client: pg.PoolClient,
  { modelId, modelName, id }: TendedServer,
  { base_url, served_name }: ServingLine["serving"],
  keyVariable: string | null,
): Promise<number> {
  const { fields, isStreamed, timeoutMs } = await readAskedAs(client, modelId);
  const { rows } = await client.query(
    `INSERT INTO endpoint (name, base_url, served_name, key_variable, max_concurrency, timeout_ms, patience_ms,
       is_streamed, extra_body)
     VALUES ($1, $2, $3, $4, ${MAX_CONCURRENCY}, $5, ${PATIENCE_MS}, $6, $7) RETURNING id`,
    [
      ...[`${cutText(modelName, 150)} (serving job ${id})`, base_url, served_name, keyVariable],
      ...[Math.max(TIMEOUT_MS, timeoutMs ?? 0), isStreamed ?? false, JSON.stringify(fields)],
    ],
  );
  return z.tuple([z.object({ id: z.int() })]).parse(rows)[0].id;
}

/** Its endpoint goes with it, unless a run is still to be finished at its next server. */
export async function endServer(
  pool: pg.Pool,
  { id }: TendedServer,
  { status, message, log }: { status: "stopped" | "failed"; message: string | null; log: string },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      `UPDATE serving_job SET status = $2, message = $3, log_tail = CASE WHEN $4 = '' THEN log_tail ELSE $4 END,
         changed_at = now(), ended_at = now()
       WHERE id = $1 AND status IN ('launching', 'pending', 'ready', 'stopping')`,
      [id, status, message?.replaceAll("\0", " ") ?? null, log],
    );
    await removeEndedEndpoints(client, id);
  });
}

/**
 * Those of servers that are over, or of this one: unless a run is still to be finished at its next server. A model that
 * was given one by hand has none then: nobody answers there any more.
 */
export async function removeEndedEndpoints(client: pg.Pool | pg.ClientBase, id: number | null = null): Promise<void> {
  await client.query(
    `DELETE FROM endpoint e USING serving_job j WHERE e.id = j.endpoint_id AND ($1::int IS NULL OR j.id = $1)
       AND NOT EXISTS (SELECT 1 FROM serving_job o WHERE o.endpoint_id = e.id
         AND o.status IN ('launching', 'pending', 'ready', 'stopping'))
       AND NOT EXISTS (SELECT 1 FROM run_state r WHERE r.endpoint_id = e.id AND r.status IN ('running', 'paused'))`,
    [id],
  );
}

/** The newest server for a model, and how many before it failed; null: none was started yet. */
export const NewestServer = z
  .object({
    status: ServingStatus,
    message: z.string().nullable(),
    failures: z.int(),
    endpointId: z.int().nullable(),
  })
  .nullable();

/** `isOwn`: whether a serving job, by its alias, is one of them; from code. */
export const newestServerSql = (isOwn: (alias: string) => string): string =>
  `(SELECT jsonb_build_object('status', j.status, 'message', j.message, 'endpointId', j.endpoint_id, 'failures',
      (SELECT count(*) FROM serving_job f WHERE ${isOwn("f")} AND f.status = 'failed'))
    FROM serving_job j WHERE ${isOwn("j")} ORDER BY j.id DESC LIMIT 1)`;
