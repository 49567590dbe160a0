/** Trainings of arms that are not over, with where everything of them stands. */
import type pg from "pg";
import { z } from "zod";
import { ArmTrainingPlan } from "@/domain/arm-training/plan";
import { ArmRunState } from "@/domain/arm-training/status";
import { MatrixStatus } from "@/domain/eval/cell";
import { TrainingStatus } from "@/domain/training/status";
import { TrainingSetStatus } from "@/domain/training-set/training-set";

const Arm = z.object({
  idx: z.int(),
  name: z.string(),
  setKey: z.uuid(),
  set: z.object({ id: z.int(), status: TrainingSetStatus }).nullable(),
});

const Run = z
  .object({
    arm: z.int(),
    seed: z.int(),
    key: z.uuid(),
    state: ArmRunState,
    run: z.object({ name: z.string(), status: TrainingStatus, message: z.string().nullable() }).nullable(),
    modelId: z.int().nullable(),
  })
  .transform((run) => ({ ...run, hasModel: run.modelId !== null }));

/** What every row has, whatever its plan is. */
export const ArmTrainingKey = z.object({ id: z.int(), status: z.enum(["freezing", "training", "evaluating"]) });
export type ArmTrainingKey = z.infer<typeof ArmTrainingKey>;

export const OpenArmTraining = ArmTrainingKey.extend({
  /** Read here: the database reads no JSON text with half a surrogate pair in it. */
  plan: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(ArmTrainingPlan),
  experimentId: z.int().nullable(),
  matrixKey: z.uuid(),
  matrix: MatrixStatus.nullable(),
  arms: z.array(Arm),
  runs: z.array(Run),
});
export type OpenArmTraining = z.infer<typeof OpenArmTraining>;

const MOST = 20;

/** Rows to be read by `OpenArmTraining`, each by itself. A run whose training run is there was launched, even where nobody came to write that down. */
export async function readOpenArmTrainings(db: pg.Pool): Promise<unknown[]> {
  const { rows } = await db.query(
    `SELECT o.id, o.status, o.plan, o.experiment_id AS "experimentId", o.matrix_key AS "matrixKey",
       (SELECT m.status FROM eval_matrix m WHERE m.key = o.matrix_key) AS matrix,
       (SELECT jsonb_agg(jsonb_build_object('idx', a.idx, 'name', a.arm, 'setKey', a.set_key, 'set',
           CASE WHEN s.id IS NULL THEN NULL ELSE jsonb_build_object('id', s.id, 'status', s.status) END) ORDER BY a.idx)
        FROM arm_training_arm a LEFT JOIN training_set s ON s.id = a.training_set_id
        WHERE a.arm_training_id = o.id) AS arms,
       (SELECT jsonb_agg(jsonb_build_object('arm', p.arm_idx, 'seed', p.seed, 'key', p.key,
           'state', CASE WHEN r.id IS NULL THEN p.state ELSE 'launched' END,
           'run', CASE WHEN r.id IS NULL THEN NULL
             ELSE jsonb_build_object('name', r.name, 'status', r.status, 'message', r.message) END,
           'modelId', (SELECT min(m.id) FROM model m WHERE m.training_run_id = r.id)) ORDER BY p.seed, p.arm_idx)
        FROM arm_training_run p LEFT JOIN training_run r ON r.key = p.key WHERE p.arm_training_id = o.id) AS runs
     FROM arm_training o WHERE o.status IN ('freezing', 'training', 'evaluating') ORDER BY o.id LIMIT $1`,
    [MOST],
  );
  return rows;
}
