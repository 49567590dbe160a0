/** What cells and rounds that are over leave behind, also where a worker died just then. */
import { z } from "zod";
import type { Db } from "@/server/db";
import { endRollout } from "./served-runs";
import { removeEndedEndpoints } from "./serving-rows";

/** Ends rollout runs that nobody waits for, and takes away the endpoints of servers that are gone. */
export async function clearLeftBehind(db: Db): Promise<void> {
  const { rows } = await db.pool.query(
    `SELECT r.run_id AS "runId" FROM run_state r WHERE r.kind = 'rollout' AND r.status IN ('running', 'paused')
       AND (EXISTS (SELECT FROM eval_cell c WHERE c.rollout_run_id = r.run_id AND c.status IN ('failed', 'cancelled'))
         OR EXISTS (SELECT FROM round o WHERE r.run_id = ANY(o.rollout_run_ids) AND (o.status = 'cancelled'
           OR (o.status = 'failed' AND EXISTS (SELECT FROM serving_job j WHERE j.round_id = o.id)))))`,
  );
  for (const { runId } of z.array(z.object({ runId: z.int() })).parse(rows)) await endRollout(db, runId);
  await removeEndedEndpoints(db.pool);
}
