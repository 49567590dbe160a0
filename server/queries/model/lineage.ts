/** Where a model comes from: each training run and base model before it, and what the model itself was used for. */
import type pg from "pg";
import { z } from "zod";
import { ModelKind } from "@/domain/model";
import { Algorithm } from "@/domain/training/config";
import { KeptReward, TrainingData } from "@/domain/training/plan";
import { TrainingStatus } from "@/domain/training/status";
import { Count, Id, IsoTime } from "../library/row-types";

/** Longer chains than this are nobody's, but a cycle must end somewhere. */
const DEEPEST = 50;

const Json = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape);

const Training = z.object({
  id: Id,
  name: z.string(),
  algorithm: Algorithm,
  status: TrainingStatus,
  data: Json(TrainingData),
  /** null: launched on a pool and a filter mode */
  trainingSet: z.object({ id: Id, name: z.string(), version: z.int() }).nullable(),
  reward: Json(KeptReward).nullable(),
  dataRows: Count.nullable(),
  dataSha256: z.string().nullable(),
  codeVersion: z.string().nullable(),
  engine: z.string(),
  judgingRun: z.string().nullable(),
  labellingRun: z.string().nullable(),
  judge: z.string().nullable(),
  steps: z.int(),
});

const Link = z.object({
  id: Id,
  name: z.string(),
  kind: ModelKind.nullable(),
  weightsHash: z.string().nullable(),
  path: z.string().nullable(),
  endpoint: z.string().nullable(),
  isSample: z.boolean(),
  createdAt: IsoTime,
  /** null for a model that the studio did not train */
  training: Training.nullable(),
});
export type LineageLink = z.infer<typeof Link>;

/** The model first, then what it was trained from, and so on. Empty where there is no such model. */
export async function readLineage(pool: pg.Pool, id: number): Promise<LineageLink[]> {
  const { rows } = await pool.query(
    `WITH RECURSIVE chain AS (
       SELECT id, parent_id, 0 AS depth FROM model WHERE id = $1
       UNION ALL
       SELECT m.id, m.parent_id, depth + 1 FROM chain JOIN model m ON m.id = chain.parent_id WHERE depth < $2)
     SELECT m.id, m.name, m.kind, m.weights_hash AS "weightsHash", m.path, e.name AS endpoint, m.is_sample AS "isSample",
       m.created_at AS "createdAt",
       CASE WHEN r.id IS NOT NULL THEN jsonb_build_object(
         'id', r.id, 'name', r.name, 'algorithm', r.algorithm, 'status', r.status, 'data', r.data::text,
         'trainingSet', (SELECT jsonb_build_object('id', id, 'name', name, 'version', version) FROM training_set
           WHERE id = r.training_set_id),
         'reward', r.reward::text, 'dataRows', r.data_rows, 'dataSha256', r.data_sha256,
         'codeVersion', r.code_version, 'engine', r.engine_settings ->> 'name',
         'judgingRun', (SELECT name FROM judging_run WHERE id = (r.data #>> '{pool,judge}')::int),
         'labellingRun', (SELECT name FROM labelling_run WHERE id = (r.data #>> '{pool,labels}')::int),
         'judge', CASE r.reward ->> 'kind' WHEN 'rule' THEN 'the rule ' || (r.reward ->> 'rule') ELSE
           (r.reward ->> 'endpoint') || ' with ' || (r.reward ->> 'template') END,
         'steps', r.step) END AS training
     FROM chain JOIN model m USING (id)
     LEFT JOIN endpoint e ON e.id = m.endpoint_id
     LEFT JOIN training_run r ON r.id = m.training_run_id
     ORDER BY depth`,
    [id, DEEPEST],
  );
  return z.array(Link).parse(rows);
}

const Uses = z.object({
  rolloutRuns: z.array(z.object({ id: Id, name: z.string(), purpose: z.string(), trajectories: Count })),
  trainingRuns: z.array(z.object({ id: Id, name: z.string(), status: TrainingStatus })),
  checkpoints: z.array(z.object({ id: Id, name: z.string() })),
});
export type ModelUses = z.infer<typeof Uses>;

/** The newest of what a model made and what was made of it, at most `limit` of each. */
export async function readUses(pool: pg.Pool, id: number, limit: number): Promise<ModelUses> {
  const lists = await Promise.all([
    pool.query(
      `SELECT id, name, purpose, (SELECT count(*) FROM trajectory t WHERE t.rollout_run_id = r.id) AS trajectories
       FROM rollout_run r WHERE model_id = $1 ORDER BY id DESC LIMIT $2`,
      [id, limit],
    ),
    pool.query("SELECT id, name, status FROM training_run WHERE base_model_id = $1 ORDER BY id DESC LIMIT $2", [
      id,
      limit,
    ]),
    pool.query("SELECT id, name FROM model WHERE parent_id = $1 ORDER BY id DESC LIMIT $2", [id, limit]),
  ]);
  const [rolloutRuns, trainingRuns, checkpoints] = lists.map(({ rows }) => rows);
  return Uses.parse({ rolloutRuns, trainingRuns, checkpoints });
}
