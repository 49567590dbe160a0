/** Ends a training run: its final state, and of one that is done its model, in one transaction. */
import type pg from "pg";
import type { JobState } from "@/server/adapters/training/engine";
import { inTransaction } from "@/server/transaction";
import { LeaseLost } from "./ingest";
import { makeResultModel } from "./result-model";
import type { Decision } from "./state";
import type { WatchedRun } from "./watched-run";

const NO_CHECKPOINT = "It is done, but reported no final checkpoint, so no model came of it.";

/** Throws LeaseLost where another worker watches the run by now. */
export async function finishTraining(
  pool: pg.Pool,
  watcher: string,
  run: WatchedRun,
  { status, message }: Decision,
  job: Pick<JobState, "exitCode" | "startedAt" | "endedAt"> | null,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM training_run WHERE id = $1 AND watched_by = $2 AND attempt = $3
         AND status IN ('pending', 'running', 'stopping') FOR UPDATE`,
      [run.id, watcher, run.attempt],
    );
    if (!rowCount) throw new LeaseLost();
    const modelId = status === "done" ? await makeResultModel(client, run.id, run.engine) : null;
    const told = status === "done" && modelId === null ? NO_CHECKPOINT : (message?.replaceAll("\0", " ") ?? null);
    // What failed before it began may have said so outside of its events' file: the next attempt counts from 0 again.
    await client.query(
      `UPDATE training_run r SET status = $2, message = $3, changed_at = now(), finished_at = now(),
         watched_by = NULL, watched_until = NULL, next_seq = CASE WHEN EXISTS (
           SELECT 1 FROM training_event e WHERE e.run_id = r.id AND e.event ->> 'event' = 'started') THEN next_seq ELSE 0 END
       WHERE id = $1`,
      [run.id, status, told],
    );
    await client.query(
      `UPDATE training_attempt SET status = $3, message = coalesce($4, message), exit_code = $5,
         started_at = coalesce($6, started_at), ended_at = coalesce($7, now()) WHERE run_id = $1 AND attempt = $2`,
      [run.id, run.attempt, status, told, job?.exitCode ?? null, job?.startedAt ?? null, job?.endedAt ?? null],
    );
  });
}
