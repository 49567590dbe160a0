/** Asks for a server on an engine: its row only; `tendServers` starts, watches and stops it. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import type { ServingChoice } from "@/domain/eval/plan";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { parsed } from "./json-text";

/** For what it is started: it is wanted no longer than this is open. */
export type ServerOwner = { matrixId: number; roundId?: undefined } | { roundId: number; matrixId?: undefined };

export type ServerOrder = ServerOwner & {
  modelId: number;
  modelName: string;
  /** Where the cluster finds the model */
  path: string | null;
  serving: ServingChoice | null;
};

/** One at a time for a model of a matrix, or for a round. Throws precondition where the engine is gone or cannot be read. */
export async function orderServer(pool: pg.Pool, order: ServerOrder): Promise<void> {
  const { serving, matrixId, roundId, modelId, modelName, path } = order;
  if (serving === null || path === null)
    throw new StudioError("precondition", `Nobody serves "${modelName}" any more: add an endpoint, then try again.`);
  const { engineId, resources } = serving;
  const settings = await readEngine(pool, engineId);
  // The endpoint of a server before it, so that a rollout run under way goes on with the next.
  await pool.query(
    `INSERT INTO serving_job (matrix_id, round_id, model_id, engine_id, engine_settings, resources, path, job_id, endpoint_id)
     SELECT $1::int, $2::int, $3, g.id, $5, $6, $7, $8,
       (SELECT endpoint_id FROM serving_job WHERE (matrix_id = $1 OR round_id = $2) AND model_id = $3
        ORDER BY id DESC LIMIT 1)
     FROM training_engine g WHERE g.id = $4
     ON CONFLICT DO NOTHING`,
    [
      ...[matrixId ?? null, roundId ?? null, modelId, engineId],
      ...[JSON.stringify(settings), JSON.stringify(resources), path, `swirl-serving-${randomUUID()}`],
    ],
  );
}

async function readEngine(pool: pg.Pool, id: number): Promise<TrainingEngineSettings> {
  const { rows } = await pool.query("SELECT settings FROM training_engine WHERE id = $1", [id]);
  if (rows.length === 0)
    throw new StudioError("precondition", "The training engine that it was to be served on was removed.");
  const { data } = TrainingEngineSettings.safeParse(parsed(rows[0].settings));
  if (data) return data;
  throw new StudioError(
    "precondition",
    "The settings of the training engine that it was to be served on cannot be read: save them again, then try again.",
  );
}
