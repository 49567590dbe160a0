import { z } from "zod";
import { ArmTrainingStatus } from "@/domain/arm-training/status";
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { cancelEvalMatrix } from "@/server/services/eval/act";
import { inTransaction } from "@/server/transaction";

const Row = z.array(z.object({ status: ArmTrainingStatus, matrix: z.int().nullable() })).max(1);

/**
 * Ends the training of all arms: open training runs are asked to stop, its eval matrix is cancelled; what was made stays.
 * One that is over otherwise stays as it is. Throws not-found.
 */
export async function cancelArmTraining(db: Db, id: number): Promise<void> {
  const matrix = await inTransaction(db.pool, async (client) => {
    // The worker holds on to the row while it launches: what it launched is seen here.
    await client.query("SELECT FROM arm_training WHERE id = $1 FOR UPDATE", [id]);
    const { rows } = await client.query(
      `UPDATE arm_training SET
         message = CASE WHEN status IN ('freezing', 'training', 'evaluating') THEN NULL ELSE message END,
         finished_at = coalesce(finished_at, now()), changed_at = now(),
         status = CASE WHEN status IN ('freezing', 'training', 'evaluating') THEN 'cancelled' ELSE status END
       WHERE id = $1
       RETURNING status, (SELECT m.id FROM eval_matrix m WHERE m.key = matrix_key) AS matrix`,
      [id],
    );
    const [found] = Row.parse(rows);
    if (!found) throw new StudioError("not-found", `There is no training of arms ${id}.`);
    if (found.status !== "cancelled") return null;
    await client.query(
      `UPDATE training_run SET status = 'stopping', message = NULL, changed_at = now()
       WHERE key IN (SELECT key FROM arm_training_run WHERE arm_training_id = $1)
         AND status IN ('launching', 'pending', 'running')`,
      [id],
    );
    return found.matrix;
  });
  if (matrix !== null) await cancelEvalMatrix(db, matrix);
}
