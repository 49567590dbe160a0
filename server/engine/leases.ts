/** The queries by which a worker finds, takes and gives back chunks of runs. */
import type pg from "pg";
import { z } from "zod";
import { RunKind, type RunRef } from "@/domain/run";
import { WORKED } from "@/server/queries/run/worked";
import { notifyRuns } from "@/server/services/run/start";
import { LEASE } from "./life";

const CLAIMABLE = "(c.state = 'waiting' OR (c.state = 'leased' AND c.leased_until < now()))";

const RunningRow = z.object({
  kind: RunKind,
  runId: z.int(),
  /** Chunks that nobody holds */
  hasWork: z.boolean(),
  /** Chunks that are not done */
  isOpen: z.boolean(),
});
export type RunningRow = z.infer<typeof RunningRow>;

/** Every run that is running, the longest waiting first. */
export async function readRunning(pool: pg.Pool): Promise<RunningRow[]> {
  const ofRun = "FROM run_chunk c WHERE c.kind = r.kind AND c.run_id = r.run_id AND c.state <> 'done'";
  const { rows } = await pool.query(
    `SELECT r.kind, r.run_id AS "runId", EXISTS (SELECT 1 ${ofRun} AND ${CLAIMABLE}) AS "hasWork",
       EXISTS (SELECT 1 ${ofRun}) AS "isOpen"
     FROM run_state r WHERE r.status = 'running' ORDER BY r.created_at, r.kind, r.run_id`,
  );
  return z.array(RunningRow).parse(rows);
}

const ChunkRow = z.object({ id: z.int(), items: z.array(z.int()) });

/** Takes the next chunk of a run, or none. `held`: chunks that this worker is still letting go of. */
export async function leaseChunk(
  pool: pg.Pool,
  workerId: string,
  { kind, runId }: RunRef,
  held: readonly number[],
): Promise<z.infer<typeof ChunkRow> | null> {
  const { rows } = await pool.query(
    `UPDATE run_chunk SET state = 'leased', worker_id = $1, leased_until = now() + interval '${LEASE}'
     WHERE id = (
       SELECT c.id FROM run_chunk c JOIN run_state r ON r.kind = c.kind AND r.run_id = c.run_id
       WHERE c.kind = $2 AND c.run_id = $3 AND r.status = 'running' AND c.state <> 'done' AND ${CLAIMABLE}
         AND c.id <> ALL ($4::int[])
       ORDER BY c.idx LIMIT 1 FOR NO KEY UPDATE OF c SKIP LOCKED)
     RETURNING id, items`,
    [workerId, kind, runId, held],
  );
  return z.array(ChunkRow).parse(rows)[0] ?? null;
}

export async function releaseChunks(pool: pg.Pool, workerId: string, ids: readonly number[]): Promise<void> {
  await pool.query(
    `UPDATE run_chunk SET state = 'waiting', worker_id = NULL, leased_until = NULL
     WHERE id = ANY($2::int[]) AND worker_id = $1 AND state = 'leased'`,
    [workerId, ids],
  );
}

/** Ends a run whose chunks are all done. Answers whether this call did. */
export async function finishRun(pool: pg.Pool, { kind, runId }: RunRef): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE run_state r SET status = 'done', message = NULL, ${WORKED}, changed_at = now(), finished_at = now()
     WHERE kind = $1 AND run_id = $2 AND status = 'running' AND NOT EXISTS (
       SELECT 1 FROM run_chunk c WHERE c.kind = r.kind AND c.run_id = r.run_id AND c.state <> 'done')`,
    [kind, runId],
  );
  if (!rowCount) return false;
  await notifyRuns(pool);
  return true;
}
