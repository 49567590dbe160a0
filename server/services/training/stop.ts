import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { canStopTraining, TrainingStatus } from "@/domain/training/status";
import type { Db } from "@/server/db";
import { inTransaction } from "@/server/transaction";

const Row = z.array(z.object({ status: TrainingStatus })).max(1);

/**
 * Asks a training run to stop; the worker that watches it tells the engine, as soon as that answers. Throws not-found,
 * or conflict where it is too late.
 */
export async function stopTraining({ pool }: Db, id: number): Promise<{ status: TrainingStatus }> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query("SELECT status FROM training_run WHERE id = $1 FOR UPDATE", [id]);
    const [found] = Row.parse(rows);
    if (!found) throw new StudioError("not-found", `There is no training run ${id}. The Training page lists them.`);
    const { status } = found;
    if (status === "stopping") return { status };
    if (!canStopTraining(status))
      throw new StudioError("conflict", `This training run is ${status}: there is nothing to stop any more.`);
    await client.query(
      "UPDATE training_run SET status = 'stopping', message = NULL, changed_at = now() WHERE id = $1",
      [id],
    );
    return { status: "stopping" };
  });
}
