import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { nameOfSet } from "@/domain/training-set/training-set";
import type { Db } from "@/server/db";
import { readTrainingSet } from "@/server/queries/training-set/read";
import { inTransaction } from "@/server/transaction";

export const RemoveTrainingSet = z.object({
  id: z.int32().positive(),
  /** The name as a person typed it: "Process v2" */
  name: z.string(),
});

/** Removes a training set as a whole. Throws not-found, invalid for another name, precondition where a run was trained on it. */
export function removeTrainingSet(db: Db, { id, name }: z.infer<typeof RemoveTrainingSet>): Promise<void> {
  return inTransaction(db.pool, async (client) => {
    await client.query("SELECT FROM training_set WHERE id = $1 FOR UPDATE", [id]);
    const set = await readTrainingSet(client, id);
    if (name.trim() !== nameOfSet(set))
      throw new StudioError("invalid", `Type the name of the training set to remove it: ${nameOfSet(set)}.`);
    const [run] = set.trainingRuns;
    if (run)
      throw new StudioError(
        "precondition",
        `The training run "${run.name}" was trained on it: what a model came from stays.`,
      );
    await client.query("DELETE FROM training_set WHERE id = $1", [id]);
  });
}
