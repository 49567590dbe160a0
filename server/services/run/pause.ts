/** Pauses a run on the studio's own account, and says why. A person resumes it. */
import type pg from "pg";
import type { RunRef } from "@/domain/run";
import { WORKED } from "@/server/queries/run/worked";
import { inTransaction } from "@/server/transaction";
import { notifyRuns } from "./start";

/** Answers whether it was running until now. */
export async function pauseRun(pool: pg.Pool, { kind, runId }: RunRef, message: string): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE run_state SET status = 'paused', message = $3, ${WORKED}, changed_at = now()
       WHERE kind = $1 AND run_id = $2 AND status = 'running'`,
      [kind, runId, message.replaceAll("\0", " ")],
    );
    if (rowCount) await releaseAll(client, { kind, runId });
    await notifyRuns(client);
    return Boolean(rowCount);
  });
}

/** Takes the chunks of a run from whoever holds them. The caller holds the run's state. */
export async function releaseAll(client: pg.PoolClient, { kind, runId }: RunRef): Promise<void> {
  await client.query(
    `UPDATE run_chunk SET state = 'waiting', worker_id = NULL, leased_until = NULL
     WHERE kind = $1 AND run_id = $2 AND state = 'leased'`,
    [kind, runId],
  );
}
