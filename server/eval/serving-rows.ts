/** The rows of serving jobs: what became of them. */
import type pg from "pg";
import { z } from "zod";
import { type ServingLine, ServingStatus } from "@/domain/eval/serving";
import { cutText } from "@/domain/plain-text";
import { readAskedAs } from "@/server/queries/model/asked-as";
import { inTransaction } from "@/server/transaction";
import type { TendedServer } from "./read-tended";

/** Requests and silence that its endpoint allows, at least */
const TIMEOUT_MS = 120_000;
const PATIENCE_MS = 120_000;
const MAX_CONCURRENCY = 32;

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
      (await reuseEndpoint(client, server.endpointId, said, keyVariable)) ??
      (await makeEndpoint(client, server, said, keyVariable));
    await client.query(
      `UPDATE serving_job SET status = 'ready', message = NULL, lease_url = $2, endpoint_id = $3, log_tail = $4,
         changed_at = now(), ready_at = now() WHERE id = $1`,
      [server.id, said.lease_url, endpointId, log],
    );
  });
}

/** The endpoint of the server before it: a run that asks it goes on at the new address, with the new key. */
async function reuseEndpoint(
  client: pg.PoolClient,
  id: number | null,
  { base_url, served_name }: ServingLine["serving"],
  keyVariable: string | null,
): Promise<number | null> {
  if (id === null) return null;
  const { rowCount } = await client.query(
    "UPDATE endpoint SET base_url = $2, served_name = $3, key_variable = $4 WHERE id = $1",
    [id, base_url, served_name, keyVariable],
  );
  return rowCount ? id : null;
}

/** It asks the model as the model is asked elsewhere. What is about a server, its key above all, is this server's own. */
async function makeEndpoint(
  client: pg.PoolClient,
  { modelId, modelName, id }: TendedServer,
  { base_url, served_name }: ServingLine["serving"],
  keyVariable: string | null,
): Promise<number> {
  const { fields, isStreamed, timeoutMs, patienceMs } = await readAskedAs(client, modelId);
  const timeout = Math.max(TIMEOUT_MS, timeoutMs ?? 0);
  // A request may take as long as its timeout without a word: less patience than that would pause a run that goes well.
  const patience = Math.max(PATIENCE_MS, patienceMs ?? 0, timeout);
  const { rows } = await client.query(
    `INSERT INTO endpoint (name, base_url, served_name, key_variable, max_concurrency, timeout_ms, patience_ms,
       is_streamed, extra_body)
     VALUES ($1, $2, $3, $4, ${MAX_CONCURRENCY}, $5, $6, $7, $8) RETURNING id`,
    [
      ...[`${cutText(modelName, 150)} (serving job ${id})`, base_url, served_name, keyVariable],
      ...[timeout, patience, isStreamed ?? false, JSON.stringify(fields)],
    ],
  );
  return z.tuple([z.object({ id: z.int() })]).parse(rows)[0].id;
}

/** Its endpoint goes with it, unless a run is still to be finished at its next server. */
export async function endServer(
  pool: pg.Pool,
  { id }: Pick<TendedServer, "id">,
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

/** The newest server for a model, how many failed, and how many there were; null: none was started yet. */
export const NewestServer = z
  .object({
    status: ServingStatus,
    message: z.string().nullable(),
    failures: z.int(),
    started: z.int(),
    endpointId: z.int().nullable(),
  })
  .nullable();

/**
 * `isOwn`: whether a serving job, by its alias, is one of them; from code. Those of before a matrix or round was tried again
 * are not held against it: its `changed_at` is since then.
 */
export const newestServerSql = (isOwn: (alias: string) => string): string =>
  `(SELECT jsonb_build_object('status', j.status, 'message', j.message, 'endpointId', j.endpoint_id, 'failures',
      (SELECT count(*) FROM serving_job f WHERE ${isOwn("f")} AND f.status = 'failed'), 'started',
      (SELECT count(*) FROM serving_job f LEFT JOIN eval_matrix fm ON fm.id = f.matrix_id LEFT JOIN round fo ON fo.id = f.round_id
       WHERE ${isOwn("f")} AND f.created_at >= coalesce(fm.changed_at, fo.changed_at)))
    FROM serving_job j WHERE ${isOwn("j")} ORDER BY j.id DESC LIMIT 1)`;
