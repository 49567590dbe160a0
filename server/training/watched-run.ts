/** What the watcher of a training run reads and writes of its row. */
import type pg from "pg";
import { z } from "zod";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { TrainingStatus } from "@/domain/training/status";
import type { JobState } from "@/server/adapters/training/engine";
import { Json } from "@/server/queries/training/row-types";
import type { Decision, Ending } from "./state";

const Row = z.object({
  id: z.int(),
  key: z.string(),
  status: TrainingStatus,
  message: z.string().nullable(),
  attempt: z.int(),
  jobId: z.string(),
  attemptStatus: TrainingStatus,
  nextSeq: z.int(),
  hasCheckpoint: z.boolean(),
  launchedWith: Json(TrainingEngineSettings),
  current: Json(TrainingEngineSettings).nullable(),
});
export type WatchedRun = Omit<z.infer<typeof Row>, "launchedWith" | "current"> & {
  engine: TrainingEngineSettings;
  /** The engine as it was launched on, where that is at another address by now; null where it is not */
  launchedWith: TrainingEngineSettings | null;
};

/** A run that this worker watches, at its current attempt; null where it is no longer its own. */
export async function readWatched(pool: pg.Pool, watcher: string, id: number): Promise<WatchedRun | null> {
  const { rows } = await pool.query(
    `SELECT r.id, r.key, r.status, r.message, r.attempt, a.job_id AS "jobId", a.status AS "attemptStatus",
       r.next_seq AS "nextSeq", r.engine_settings AS "launchedWith", e.settings AS current,
       EXISTS (SELECT 1 FROM training_checkpoint WHERE run_id = r.id) AS "hasCheckpoint"
     FROM training_run r
     JOIN training_attempt a ON a.run_id = r.id AND a.attempt = r.attempt
     LEFT JOIN training_engine e ON e.id = r.engine_id
     WHERE r.id = $1 AND r.watched_by = $2`,
    [id, watcher],
  );
  const [row] = z.array(Row).parse(rows);
  if (!row) return null;
  const { launchedWith, current, ...run } = row;
  // Where it is reached may have changed since; where its data lies has not.
  const reached = current && {
    address: current.address,
    tokenVariable: current.tokenVariable,
    serving: current.serving,
  };
  const hasMoved = current !== null && current.address !== launchedWith.address;
  return { ...run, engine: { ...launchedWith, ...reached }, launchedWith: hasMoved ? launchedWith : null };
}

/** Its folder on the cluster. */
export const folderOf = ({ engine, key }: Pick<WatchedRun, "engine" | "key">) => `${engine.storage}/runs/${key}`;

/** Says where an open run stands. A stop that was asked for meanwhile stays asked for. */
export async function tellState(
  pool: pg.Pool,
  watcher: string,
  { id, attempt }: Pick<WatchedRun, "id" | "attempt">,
  { status, message }: Decision,
  startedAt: Date | null = null,
): Promise<void> {
  await pool.query(
    `WITH told AS (
       UPDATE training_run SET message = $5,
         status = CASE WHEN status = 'stopping' THEN status ELSE $4 END,
         changed_at = CASE WHEN status IN ($4, 'stopping') THEN changed_at ELSE now() END
       WHERE id = $1 AND watched_by = $2 AND attempt = $3 AND status IN ('pending', 'running', 'stopping')
       RETURNING id, status)
     UPDATE training_attempt a SET status = told.status, started_at = coalesce($6, started_at)
     FROM told WHERE a.run_id = told.id AND a.attempt = $3`,
    [id, watcher, attempt, status, message?.replaceAll("\0", " ") ?? null, startedAt],
  );
}

export async function keepLog(
  pool: pg.Pool,
  watcher: string,
  { id, attempt }: Pick<WatchedRun, "id" | "attempt">,
  log: string,
  message: string | null,
): Promise<void> {
  await pool.query(
    `UPDATE training_attempt a SET log_tail = $4, message = $5 FROM training_run r
     WHERE a.run_id = $1 AND a.attempt = $3 AND r.id = a.run_id AND r.watched_by = $2`,
    [id, watcher, attempt, log, message],
  );
}

/** Clocks of a cluster's machines may differ by this. */
const SKEW = "2 seconds";
const Said = z.array(
  z.object({ event: z.enum(["started", "stopped", "failed", "done"]), message: z.string().nullable() }),
);

/** How the current attempt says it ended; what an attempt before it said does not count. */
export async function readEnding(
  db: pg.Pool,
  { id, attempt }: Pick<WatchedRun, "id" | "attempt">,
  job: Pick<JobState, "startedAt"> | null,
): Promise<Ending> {
  const { rows } = await db.query(
    `SELECT e.event ->> 'event' AS event, e.event ->> 'message' AS message FROM training_event e
     JOIN training_attempt a ON a.run_id = e.run_id AND a.attempt = $2
     WHERE e.run_id = $1 AND e.event ->> 'event' IN ('started', 'stopped', 'failed', 'done')
       AND (a.attempt = 1 OR e.at >= coalesce($3, a.started_at, a.created_at) - interval '${SKEW}')
     ORDER BY e.seq DESC LIMIT 1`,
    [id, attempt, job?.startedAt ?? null],
  );
  const [said] = Said.parse(rows);
  if (!said || said.event === "started") return null;
  return said.event === "failed" ? { event: "failed", message: said.message ?? "It failed." } : { event: said.event };
}
