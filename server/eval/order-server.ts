/** Asks for a server on an engine: its row only; `tendServers` starts, watches and stops it. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import type { OpenCell } from "./move-cells";

/** One at a time for a model of a matrix. Throws precondition where the engine is gone. */
export async function orderServer(pool: pg.Pool, cell: OpenCell): Promise<void> {
  const { plan, matrixId, modelId, modelName, path } = cell;
  if (plan.serving === null || path === null)
    throw new StudioError("precondition", `Nobody serves "${modelName}" any more: add an endpoint, then try again.`);
  const { engineId, resources } = plan.serving;
  // The endpoint of a server before it, so that a rollout run under way goes on with the next.
  const { rowCount } = await pool.query(
    `INSERT INTO serving_job (matrix_id, model_id, engine_id, engine_settings, resources, path, job_id, endpoint_id)
     SELECT $1, $2, g.id, g.settings, $4, $5, $6,
       (SELECT endpoint_id FROM serving_job WHERE matrix_id = $1 AND model_id = $2 ORDER BY id DESC LIMIT 1)
     FROM training_engine g WHERE g.id = $3
     ON CONFLICT (matrix_id, model_id) WHERE status IN ('launching', 'pending', 'ready') DO NOTHING`,
    [matrixId, modelId, engineId, JSON.stringify(resources), path, `swirl-serving-${randomUUID()}`],
  );
  if (rowCount) return;
  const { rows } = await pool.query("SELECT 1 FROM training_engine WHERE id = $1", [engineId]);
  if (rows.length === 0)
    throw new StudioError("precondition", "The training engine that it was to be served on was removed.");
}
