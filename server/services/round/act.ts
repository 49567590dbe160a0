import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { RunRef } from "@/domain/run";
import type { Db } from "@/server/db";
import { actOnRun } from "@/server/services/run/act";

/** Ends a round: its open runs are cancelled; what they made stays. One that is over stays as it is. Throws not-found. */
export async function cancelRound(db: Db, id: number): Promise<void> {
  const { rows } = await db.pool.query(
    `WITH ended AS (
       UPDATE round SET status = 'cancelled', message = NULL, changed_at = now(), finished_at = now()
       WHERE id = $1 AND status IN ('starting', 'generating', 'judging', 'labelling')
       RETURNING rollout_run_ids, judging_run_ids, labelling_run_id)
     SELECT r.kind, r.run_id AS "runId" FROM ended e JOIN run_state r
       ON (r.kind = 'rollout' AND r.run_id = ANY(e.rollout_run_ids)) OR (r.kind = 'judging' AND r.run_id = ANY(e.judging_run_ids))
         OR (r.kind = 'labelling' AND r.run_id = e.labelling_run_id)
     WHERE r.status IN ('running', 'paused')`,
    [id],
  );
  for (const run of z.array(RunRef).parse(rows)) {
    try {
      await actOnRun(db, { ...run, action: "cancel" });
    } catch (error) {
      // It came to its end meanwhile.
      if (!(error instanceof StudioError)) throw error;
    }
  }
  const known = await db.pool.query("SELECT 1 FROM round WHERE id = $1", [id]);
  if (known.rows.length === 0) throw new StudioError("not-found", `There is no round ${id}.`);
}
