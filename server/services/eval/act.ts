/** Cancels an eval matrix, or tries again what failed in it. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { MatrixStatus } from "@/domain/eval/cell";
import { RunStatus } from "@/domain/run";
import type { Db } from "@/server/db";
import { actOnRun } from "@/server/services/run/act";
import { inTransaction } from "@/server/transaction";

const Status = z.array(z.object({ status: MatrixStatus, imported: z.boolean() })).max(1);
const OpenRun = z.object({ kind: z.enum(["rollout", "labelling"]), runId: z.int(), status: RunStatus });

const gone = (id: number) => new StudioError("not-found", `There is no eval matrix ${id}. The Evals page lists them.`);

/**
 * Ends it: what is under way is cancelled, what waits is not begun, and the worker stops its servers. Answers at once.
 * One that is over stays as it is. Throws not-found.
 */
export async function cancelEvalMatrix(db: Db, id: number): Promise<void> {
  const open = await inTransaction(db.pool, async (client) => {
    const { rows } = await client.query("SELECT status, imported FROM eval_matrix WHERE id = $1 FOR UPDATE", [id]);
    const [matrix] = Status.parse(rows);
    if (!matrix) throw gone(id);
    if (matrix.status !== "running") return [];
    const runs = await client.query(
      `SELECT r.kind, r.run_id AS "runId", r.status FROM eval_cell c JOIN run_state r
         ON (r.kind = 'rollout' AND r.run_id = c.rollout_run_id) OR (r.kind = 'labelling' AND r.run_id = c.labelling_run_id)
       WHERE c.matrix_id = $1 AND c.status NOT IN ('done', 'failed', 'cancelled') AND r.status IN ('running', 'paused')`,
      [id],
    );
    await client.query(
      `UPDATE eval_cell SET status = 'cancelled', message = NULL, changed_at = now()
       WHERE matrix_id = $1 AND status NOT IN ('done', 'failed', 'cancelled')`,
      [id],
    );
    await client.query(
      "UPDATE eval_matrix SET status = 'cancelled', changed_at = now(), finished_at = now() WHERE id = $1",
      [id],
    );
    return z.array(OpenRun).parse(runs.rows);
  });
  for (const { kind, runId } of open) {
    try {
      await actOnRun(db, { kind, runId, action: "cancel" });
    } catch (error) {
      // It came to its end meanwhile.
      if (!(error instanceof StudioError)) throw error;
    }
  }
}

/**
 * Puts cells that failed or were cancelled back in the queue. Their rollout runs go on where they stood once their turn
 * comes. Throws not-found; conflict where there are none, or where another studio carried it out.
 */
export async function retryEvalMatrix(db: Db, id: number): Promise<void> {
  await inTransaction(db.pool, async (client) => {
    const { rows } = await client.query("SELECT status, imported FROM eval_matrix WHERE id = $1 FOR UPDATE", [id]);
    const [matrix] = Status.parse(rows);
    if (!matrix) throw gone(id);
    if (matrix.imported)
      throw new StudioError("conflict", "It was carried out in another studio: start new evals of what is missing.");
    const { rowCount } = await client.query(
      `UPDATE eval_cell SET status = 'waiting', message = NULL, labelling_run_id = NULL, changed_at = now()
       WHERE matrix_id = $1 AND status IN ('failed', 'cancelled')`,
      [id],
    );
    if (!rowCount) throw new StudioError("conflict", "Nothing of it failed or was cancelled.");
    // What its servers did before is not held against new ones.
    await client.query("UPDATE serving_job SET status = 'stopped' WHERE matrix_id = $1 AND status = 'failed'", [id]);
    await client.query(
      "UPDATE eval_matrix SET status = 'running', changed_at = now(), finished_at = NULL WHERE id = $1",
      [id],
    );
  });
}
