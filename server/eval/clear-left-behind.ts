/** What cells and rounds that are over leave behind, also where a worker died just then. */
import { z } from "zod";
import { RunRef } from "@/domain/run";
import type { Db } from "@/server/db";
import { endRun } from "./served-runs";
import { removeEndedEndpoints } from "./serving-rows";

/** Ends runs that nobody waits for, and takes away the endpoints of servers that are gone. */
export async function clearLeftBehind(db: Db): Promise<void> {
  const { rows } = await db.pool.query(
    `SELECT r.kind, r.run_id AS "runId" FROM run_state r WHERE r.status IN ('running', 'paused') AND CASE r.kind
       WHEN 'rollout' THEN
         EXISTS (SELECT FROM eval_cell c WHERE c.rollout_run_id = r.run_id AND c.status IN ('failed', 'cancelled'))
         OR EXISTS (SELECT FROM round o WHERE r.run_id = ANY(o.rollout_run_ids) AND (o.status = 'cancelled'
           OR (o.status = 'failed' AND EXISTS (SELECT FROM serving_job j WHERE j.round_id = o.id))))
       WHEN 'judging' THEN EXISTS (SELECT FROM round o WHERE r.run_id = ANY(o.judging_run_ids) AND o.status = 'cancelled')
       ELSE
         EXISTS (SELECT FROM eval_cell c WHERE c.labelling_run_id = r.run_id AND c.status = 'cancelled')
         OR EXISTS (SELECT FROM round o WHERE o.labelling_run_id = r.run_id AND o.status = 'cancelled') END`,
  );
  for (const run of z.array(RunRef).parse(rows)) await endRun(db, run);
  await removeEndedEndpoints(db.pool);
}
