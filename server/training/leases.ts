/** Which worker watches which training run. */
import type pg from "pg";
import { z } from "zod";

/** How long a run is a worker's own; each heartbeat renews it. */
const LEASE = "10 seconds";
const WATCHED = "('pending', 'running', 'stopping')";
const Ids = z.array(z.object({ id: z.int() }));

/** Takes open runs that nobody watches, the oldest first. */
export async function claimRuns(pool: pg.Pool, watcher: string, most: number): Promise<number[]> {
  const { rows } = await pool.query(
    `UPDATE training_run SET watched_by = $1, watched_until = now() + interval '${LEASE}'
     WHERE id IN (
       SELECT id FROM training_run
       WHERE status IN ${WATCHED} AND (watched_by IS NULL OR watched_by = $1 OR watched_until < now())
       ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
     RETURNING id`,
    [watcher, most],
  );
  return Ids.parse(rows).map(({ id }) => id);
}

/** Renews what this worker watches; answers which runs are still its own. */
export async function renewRuns(pool: pg.Pool, watcher: string, ids: readonly number[]): Promise<Set<number>> {
  const { rows } = await pool.query(
    `WITH renewed AS (
       UPDATE training_run SET watched_until = now() + interval '${LEASE}'
       -- One that is being written to is renewed the next time.
       WHERE id IN (SELECT id FROM training_run WHERE watched_by = $1 AND id = ANY($2::int[])
                    FOR NO KEY UPDATE SKIP LOCKED))
     SELECT id FROM training_run WHERE watched_by = $1 AND id = ANY($2::int[])`,
    [watcher, ids],
  );
  return new Set(Ids.parse(rows).map(({ id }) => id));
}

export async function releaseRuns(pool: pg.Pool, watcher: string, ids: readonly number[]): Promise<void> {
  await pool.query(
    "UPDATE training_run SET watched_by = NULL, watched_until = NULL WHERE watched_by = $1 AND id = ANY($2::int[])",
    [watcher, ids],
  );
}
