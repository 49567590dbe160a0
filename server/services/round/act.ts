/** Cancels a round, or tries again what failed in it. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { SERVER_ENDED } from "@/domain/eval/served-run";
import { isRoundOver, RoundStatus } from "@/domain/round/status";
import { RunRef, RunStatus } from "@/domain/run";
import type { Db } from "@/server/db";
import { ownEndpointSql } from "@/server/eval/own-endpoint";
import { runNameSql } from "@/server/queries/run/name";
import { isServedAlike, servedOtherwise } from "@/server/services/rollout/served-alike";
import { actOnRun } from "@/server/services/run/act";
import { reopenRun } from "@/server/services/run/reopen";
import { inTransaction } from "@/server/transaction";

const gone = (id: number) => new StudioError("not-found", `There is no round ${id}.`);

const Row = z.object({
  status: RoundStatus,
  rolloutRunIds: z.array(z.int()),
  judgingRunIds: z.array(z.int()),
  labellingRunId: z.int().nullable(),
  /** Of its model */
  endpointId: z.int().nullable(),
  mayBeServed: z.boolean(),
});
const Run = RunRef.extend({ name: z.string(), status: RunStatus });

/** Holds the round: whoever begins a run of it has done so before, or sees what becomes of the round. */
const ROUND = `SELECT o.status, o.rollout_run_ids AS "rolloutRunIds", o.judging_run_ids AS "judgingRunIds",
    o.labelling_run_id AS "labellingRunId", ${ownEndpointSql("m")} AS "endpointId",
    json_typeof(o.plan -> 'serving') IS NOT DISTINCT FROM 'object' AS "mayBeServed"
  FROM round o JOIN model m ON m.id = o.model_id WHERE o.id = $1 FOR UPDATE OF o`;
const RUNS = `SELECT r.kind, r.run_id AS "runId", ${runNameSql("r")} AS name, r.status FROM round o JOIN run_state r
    ON (r.kind = 'rollout' AND r.run_id = ANY(o.rollout_run_ids)) OR (r.kind = 'judging' AND r.run_id = ANY(o.judging_run_ids))
      OR (r.kind = 'labelling' AND r.run_id = o.labelling_run_id)
  WHERE o.id = $1`;

/** Ends a round: its open runs are cancelled; what they made stays. One that is over stays as it is. Throws not-found. */
export async function cancelRound(db: Db, id: number): Promise<void> {
  const runs = await inTransaction(db.pool, async (client) => {
    const [round] = z.array(Row).parse((await client.query(ROUND, [id])).rows);
    if (!round) throw gone(id);
    if (isRoundOver(round.status)) return [];
    await client.query(
      "UPDATE round SET status = 'cancelled', message = NULL, changed_at = now(), finished_at = now() WHERE id = $1",
      [id],
    );
    return z.array(Run).parse((await client.query(RUNS, [id])).rows);
  });
  for (const { kind, runId, status } of runs) {
    if (status !== "running" && status !== "paused") continue;
    try {
      await actOnRun(db, { kind, runId, action: "cancel" });
    } catch (error) {
      // It came to its end meanwhile.
      if (!(error instanceof StudioError)) throw error;
    }
  }
}

/**
 * Lets a round that failed or was cancelled go on where it stood: its cancelled runs go on, what they made stays. Throws
 * not-found; conflict where it did neither, or where a run of it is gone.
 */
export async function retryRound(db: Db, id: number): Promise<void> {
  await inTransaction(db.pool, async (client) => {
    const [round] = z.array(Row).parse((await client.query(ROUND, [id])).rows);
    if (!round) throw gone(id);
    const { status, rolloutRunIds, judgingRunIds, labellingRunId, endpointId } = round;
    if (status !== "failed" && status !== "cancelled")
      throw new StudioError("conflict", "It did not fail, and was not cancelled.");
    const runs = z.array(Run).parse((await client.query(RUNS, [id])).rows);
    if (runs.length < rolloutRunIds.length + judgingRunIds.length + (labellingRunId === null ? 0 : 1))
      throw new StudioError("conflict", "A run of it was removed: start a new round.");
    const waitsForServer = round.mayBeServed && endpointId === null;
    for (const { kind, runId, name, status: of } of runs) {
      if (of !== "cancelled") continue;
      const isRollout = kind === "rollout";
      if (isRollout && endpointId !== null && !(await isServedAlike(client, runId, endpointId)))
        throw servedOtherwise(name);
      await reopenRun(
        client,
        { kind, runId },
        {
          cancelledToo: true,
          ...(isRollout && endpointId !== null && { endpointId }),
          ...(isRollout && waitsForServer && { waitsWith: SERVER_ENDED }),
        },
      );
    }
    // What its servers did before is not held against new ones.
    await client.query("UPDATE serving_job SET status = 'stopped' WHERE round_id = $1 AND status = 'failed'", [id]);
    const stage = labellingRunId !== null ? "labelling" : judgingRunIds.length > 0 ? "judging" : "generating";
    await client.query(
      "UPDATE round SET status = $2, message = NULL, changed_at = now(), finished_at = NULL WHERE id = $1",
      [id, stage],
    );
  });
}
