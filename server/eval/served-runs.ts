/** Rollout runs at servers that the studio started: held while a server is replaced, ended with what they were begun for. */
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import { SERVER_ENDED } from "@/domain/eval/served-run";
import type { RunRef } from "@/domain/run";
import type { Db } from "@/server/db";
import { actOnRun } from "@/server/services/run/act";
import { pauseRun } from "@/server/services/run/pause";
import { reopenRun } from "@/server/services/run/reopen";

/** It waits for its next server. One that is not running stays as it is. */
export async function holdForServer(pool: pg.Pool, runId: number): Promise<void> {
  await pauseRun(pool, { kind: "rollout", runId }, SERVER_ENDED);
}

/** It goes on where it stood when its server went away. Throws precondition where that has no endpoint. */
export async function resumeAtServer(pool: pg.Pool, runId: number, endpointId: number | null): Promise<void> {
  if (endpointId === null) throw new StudioError("precondition", "The endpoint of its server was removed.");
  await reopenRun(pool, { kind: "rollout", runId }, { endpointId });
}

/** It asks nobody any more, and does not keep the endpoint of its server. One that is over stays as it is. */
export const endRollout = (db: Db, runId: number): Promise<void> => endRun(db, { kind: "rollout", runId });

/** One that is over stays as it is. */
export async function endRun(db: Db, run: RunRef): Promise<void> {
  try {
    await actOnRun(db, { ...run, action: "cancel" });
  } catch (error) {
    // Somebody was faster, or removed it.
    if (!(error instanceof StudioError && (error.code === "conflict" || error.code === "not-found"))) throw error;
  }
}
