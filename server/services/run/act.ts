/** Pauses, resumes or cancels a run. Workers hear of it at once and let go of what they have under way. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { nextStatus, RunAction, RunRef, RunStatus } from "@/domain/run";
import type { Db } from "@/server/db";
import { WORKED } from "@/server/queries/run/worked";
import { inTransaction } from "@/server/transaction";
import { releaseAll } from "./pause";
import { notifyRuns } from "./start";

export const ActOnRun = RunRef.extend({ action: RunAction });
const StatusRow = z.array(z.object({ status: RunStatus })).max(1);

/** Answers the new status. Throws not-found for a run the studio does not carry out, conflict where it is too late. */
export async function actOnRun(db: Db, { kind, runId, action }: z.infer<typeof ActOnRun>): Promise<RunStatus> {
  return inTransaction(db.pool, async (client) => {
    // The workers' commits hold a share of this row: once it is ours, none is under way.
    const { rows } = await client.query("SELECT status FROM run_state WHERE kind = $1 AND run_id = $2 FOR UPDATE", [
      kind,
      runId,
    ]);
    const [found] = StatusRow.parse(rows);
    if (!found) throw new StudioError("not-found", `The studio does not carry out ${kind} run ${runId}.`);
    const next = nextStatus(found.status, action);
    if (next === null)
      throw new StudioError("conflict", `This run is ${found.status}: it is too late to ${action} it.`);
    await client.query(
      `UPDATE run_state SET status = $3, message = NULL, ${WORKED}, changed_at = now(),
         finished_at = CASE WHEN $3 = 'cancelled' THEN now() END WHERE kind = $1 AND run_id = $2`,
      [kind, runId, next],
    );
    await releaseAll(client, { kind, runId });
    await notifyRuns(client);
    return next;
  });
}
