/** Who answers for a model in an eval: its endpoint, a server to be started for it, or nobody. */
import type pg from "pg";
import { z } from "zod";
import type { ServingChoice } from "@/domain/eval/plan";
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

/** What forbids to start servers for these models. */
export async function servingProblems(
  db: pg.Pool,
  serving: ServingChoice | null,
  served: readonly EvalModel[],
): Promise<string[]> {
  if (served.length === 0) return [];
  const names = (models: readonly EvalModel[]) => models.map(({ name }) => `"${name}"`).join(", ");
  const pathless = served.filter((model) => !canBeServed(model));
  if (pathless.length > 0)
    return [
      `Nobody serves ${names(pathless)}, and without a path no server can be started: add an endpoint under Settings, or give the model its path.`,
    ];
  if (serving === null)
    return [`No endpoint serves ${names(served)}: choose a training engine to start a server on, or other models.`];
  const engines = await readServingEngines(db);
  return engines.some(({ id }) => id === serving.engineId)
    ? []
    : ["The training engine that servers would be started on was removed: choose another."];
}
