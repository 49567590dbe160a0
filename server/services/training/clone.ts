/** A training run's choices and config, as a launch begins with them again. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { Algorithm } from "@/domain/training/config";
import { TrainingResources } from "@/domain/training/engine";
import { KeptReward, TrainingData } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { withoutFolder } from "@/server/formats/training-config/folder";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  algorithm: Algorithm,
  data: TrainingData,
  reward: KeptReward.nullable(),
  /** null: the engine was removed, or is another studio's */
  engineId: z.int().nullable(),
  baseModelId: z.int(),
  resources: TrainingResources,
  config: z.string().transform(withoutFolder),
});
export type ClonedTraining = z.infer<typeof Row>;

/** Throws not-found. */
export async function cloneTraining({ pool }: Db, id: number): Promise<ClonedTraining> {
  const { rows } = await pool.query(
    `SELECT id, name, algorithm, data::jsonb AS data, reward::jsonb AS reward, engine_id AS "engineId",
       base_model_id AS "baseModelId", resources::jsonb AS resources, config FROM training_run WHERE id = $1`,
    [id],
  );
  const [run] = z.array(Row).parse(rows);
  if (!run) throw new StudioError("not-found", `There is no training run ${id}. The Training page lists them.`);
  return run;
}
