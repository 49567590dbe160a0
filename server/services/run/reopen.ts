/** Lets a run that was paused or cancelled go on where it stood: what it has made stays, and is not made again. */
import type pg from "pg";
import type { RunRef } from "@/domain/run";
import { notifyRuns } from "./start";

type Options = {
  /** Whom it asks from now on; without it, whom it asked */
  endpointId?: number;
  /** Whether one that was cancelled goes on, too: for what it was begun for is tried again */
  cancelledToo?: boolean;
  /** It waits at first, paused with this message */
  waitsWith?: string;
};

/** Answers whether it goes on: it was paused, or cancelled. */
export async function reopenRun(
  client: pg.Pool | pg.ClientBase,
  { kind, runId }: RunRef,
  { endpointId, cancelledToo = false, waitsWith }: Options = {},
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE run_state SET status = $5, message = $6, endpoint_id = coalesce($3, endpoint_id), changed_at = now(),
       finished_at = NULL
     WHERE kind = $1 AND run_id = $2 AND (status = 'paused' OR ($4 AND status = 'cancelled'))`,
    [kind, runId, endpointId ?? null, cancelledToo, waitsWith === undefined ? "running" : "paused", waitsWith ?? null],
  );
  if (rowCount) await notifyRuns(client);
  return Boolean(rowCount);
}
