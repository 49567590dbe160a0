/** Who answers for a model in an eval: its endpoint, a server to be started for it, or nobody. */
import type pg from "pg";
import { z } from "zod";
import { whoAnswers } from "@/domain/eval/who-answers";
import { TrainingEngineRecord } from "@/domain/training/engine";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.string().nullable(),
  isSample: z.boolean(),
  path: z.string().nullable(),
  endpoint: z.string().nullable(),
  /** The engine that it was trained on, where that is still there */
  engineId: z.int().nullable(),
});
export type EvalModel = z.infer<typeof Row>;

/** Of these models, or of all, the newest first. */
export async function readEvalModels(db: pg.Pool, ids: readonly number[] | null = null): Promise<EvalModel[]> {
  const { rows } = await db.query(
    `SELECT m.id, m.name, m.kind, m.is_sample AS "isSample", m.path, e.name AS endpoint, g.id AS "engineId"
     FROM model m LEFT JOIN endpoint e ON e.id = m.endpoint_id
     LEFT JOIN training_run r ON r.id = m.training_run_id AND NOT r.imported
     LEFT JOIN training_engine g ON g.id = r.engine_id
     WHERE $1::int[] IS NULL OR m.id = ANY($1) ORDER BY m.created_at DESC, m.id DESC LIMIT 1000`,
    [ids],
  );
  return z.array(Row).parse(rows);
}

/** Whether some server can be had for it: it has an endpoint, or a path that an engine may load. */
export const canBeServed = (model: EvalModel): boolean => whoAnswers(model).by !== "nobody";

/** Training engines by name. */
export async function readServingEngines(db: pg.Pool): Promise<TrainingEngineRecord[]> {
  const { rows } = await db.query(
    "SELECT id, name, settings::jsonb AS settings FROM training_engine ORDER BY lower(name)",
  );
  return z
    .array(z.object({ id: z.int(), name: z.string(), settings: z.record(z.string(), z.json()) }))
    .parse(rows)
    .map(({ id, name, settings }) => TrainingEngineRecord.parse({ ...settings, name, id }));
}
