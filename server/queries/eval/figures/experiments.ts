/** Experiments whose arms were trained on, with what their arms are. */
import type pg from "pg";
import { z } from "zod";
import type { PlannedArm } from "@/domain/eval/figures/filter-modes";
import { FilterMode } from "@/domain/filter";
import { Id } from "../../library/row-types";
import { Json } from "../../training/row-types";

const Row = z.object({
  id: Id,
  name: z.string(),
  arms: Json(z.array(z.object({ name: z.string(), filter: z.object({ mode: FilterMode }) }))),
  frozen: z.array(z.string()),
});

export type TrainedExperiment = { id: number; name: string; arms: PlannedArm[] };

/** The newest first, at most a hundred. */
export async function readTrainedExperiments(db: pg.Pool): Promise<TrainedExperiment[]> {
  const { rows } = await db.query(
    `SELECT e.id, e.name, e.arms,
       ARRAY(SELECT DISTINCT arm FROM training_set s WHERE s.experiment_id = e.id AND s.status = 'frozen') AS frozen
     FROM experiment e
     WHERE EXISTS (SELECT 1 FROM training_set s JOIN training_run r ON r.training_set_id = s.id WHERE s.experiment_id = e.id)
     ORDER BY e.id DESC LIMIT 100`,
  );
  return z
    .array(Row)
    .parse(rows)
    .map(({ id, name, arms, frozen }) => ({
      id,
      name,
      arms: arms.map((arm) => ({ name: arm.name, mode: arm.filter.mode, isFrozen: frozen.includes(arm.name) })),
    }));
}
