/** Trainings of arms as pages show them. */
import type pg from "pg";
import { z } from "zod";
import { ArmTrainingPlan } from "@/domain/arm-training/plan";
import { ArmRunState, ArmTrainingStatus } from "@/domain/arm-training/status";
import { MatrixStatus } from "@/domain/eval/cell";
import { TrainingStatus } from "@/domain/training/status";
import { TrainingSetStatus } from "@/domain/training-set/training-set";
import { Id, IsoTime } from "../library/row-types";

const Named = z.object({ id: Id, name: z.string() });

const Run = z.object({
  seed: z.int(),
  state: ArmRunState,
  /** Why it could not be launched */
  message: z.string().nullable(),
  run: Named.extend({
    status: TrainingStatus,
    message: z.string().nullable(),
    step: z.int(),
    totalSteps: z.int().nullable(),
  }).nullable(),
  model: Named.nullable(),
});

const Arm = z.object({
  idx: z.int(),
  name: z.string(),
  set: Named.extend({ version: z.int(), status: TrainingSetStatus, message: z.string().nullable() }).nullable(),
  runs: z.array(Run),
});

const Row = z.object({
  id: Id,
  name: z.string(),
  status: ArmTrainingStatus,
  message: z.string().nullable(),
  plan: ArmTrainingPlan,
  experiment: Named.nullable(),
  base: Named.nullable(),
  matrix: Named.extend({ status: MatrixStatus, cells: z.int(), over: z.int() }).nullable(),
  createdAt: IsoTime,
  finishedAt: IsoTime.nullable(),
  arms: z.array(Arm),
});
export type ArmTrainingRow = z.infer<typeof Row>;

const named = (alias: string) => `jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name)`;

/** The newest first, at most fifty: of one experiment, or that one alone. */
export async function readArmTrainings(
  db: pg.Pool,
  { id = null, experimentId = null }: { id?: number | null; experimentId?: number | null },
): Promise<ArmTrainingRow[]> {
  const { rows } = await db.query(
    `SELECT o.id, o.name, o.status, o.message, o.plan::jsonb AS plan, o.created_at AS "createdAt",
       o.finished_at AS "finishedAt",
       (SELECT ${named("e")} FROM experiment e WHERE e.id = o.experiment_id) AS experiment,
       (SELECT ${named("b")} FROM model b WHERE b.id = (o.plan #>> '{choice,baseModelId}')::int) AS base,
       (SELECT ${named("m")} || jsonb_build_object('status', m.status,
           'cells', (SELECT count(*) FROM eval_cell c WHERE c.matrix_id = m.id),
           'over', (SELECT count(*) FROM eval_cell c WHERE c.matrix_id = m.id AND c.status IN ('done', 'failed', 'cancelled')))
        FROM eval_matrix m WHERE m.key = o.matrix_key) AS matrix,
       (SELECT jsonb_agg(jsonb_build_object('idx', a.idx, 'name', a.arm, 'runs', p.runs, 'set',
           (SELECT ${named("s")} || jsonb_build_object('version', s.version, 'status', s.status, 'message', s.message)
            FROM training_set s WHERE s.id = a.training_set_id)) ORDER BY a.idx)
        FROM arm_training_arm a, LATERAL (
          SELECT jsonb_agg(jsonb_build_object('seed', p.seed, 'message', p.message,
              'state', CASE WHEN r.id IS NULL THEN p.state ELSE 'launched' END,
              'run', CASE WHEN r.id IS NULL THEN NULL ELSE ${named("r")} || jsonb_build_object('status', r.status,
                'message', r.message, 'step', r.step, 'totalSteps', r.total_steps) END,
              'model', (SELECT ${named("m")} FROM model m WHERE m.training_run_id = r.id ORDER BY m.id LIMIT 1))
            ORDER BY p.seed) AS runs
          FROM arm_training_run p LEFT JOIN training_run r ON r.key = p.key
          WHERE p.arm_training_id = a.arm_training_id AND p.arm_idx = a.idx) p
        WHERE a.arm_training_id = o.id) AS arms
     FROM arm_training o WHERE ($1::int IS NULL OR o.id = $1) AND ($2::int IS NULL OR o.experiment_id = $2)
     ORDER BY o.id DESC LIMIT 50`,
    [id, experimentId],
  );
  return z.array(Row).parse(rows);
}
