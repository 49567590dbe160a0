/** The finished checkpoint of a training run as a model, and where the engine serves such, its endpoint. */
import type pg from "pg";
import { z } from "zod";
import type { TrainingEngineSettings } from "@/domain/training/engine";
import { readAskedAfter } from "@/server/queries/model/asked-as";

const Run = z.tuple([z.object({ name: z.string(), baseModelId: z.int(), isSample: z.boolean() })]);
const Checkpoint = z.array(z.object({ path: z.string(), weightsHash: z.string().nullable() })).max(1);
const Ids = z.array(z.object({ id: z.int() })).max(1);

/** Requests and silence that an endpoint made here allows */
const TIMEOUT_MS = 120_000;
const PATIENCE_MS = 120_000;

/** Answers the model's id; null where no final checkpoint was reported. The caller holds the run's row. */
export async function makeResultModel(
  client: pg.PoolClient,
  runId: number,
  engine: TrainingEngineSettings,
): Promise<number | null> {
  const [checkpoint] = Checkpoint.parse(
    (
      await client.query(
        `SELECT path, weights_hash AS "weightsHash" FROM training_checkpoint WHERE run_id = $1 AND is_final
         ORDER BY at DESC LIMIT 1`,
        [runId],
      )
    ).rows,
  );
  if (!checkpoint) return null;
  const [made] = Ids.parse(
    (await client.query("SELECT id FROM model WHERE training_run_id = $1 AND path = $2", [runId, checkpoint.path]))
      .rows,
  );
  if (made) return made.id;
  const [run] = Run.parse(
    (
      await client.query(
        'SELECT name, base_model_id AS "baseModelId", is_sample AS "isSample" FROM training_run WHERE id = $1',
        [runId],
      )
    ).rows,
  );
  const endpointId = await serve(client, { ...run, runId }, checkpoint.path, engine);
  return insertNamed(
    client,
    run.name,
    `INSERT INTO model (name, kind, is_sample, weights_hash, parent_id, endpoint_id, path, training_run_id)
     VALUES ($1, 'checkpoint', $2, $3, $4, $5, $6, $7) ON CONFLICT (name) DO NOTHING RETURNING id`,
    [run.isSample, checkpoint.weightsHash, run.baseModelId, endpointId, checkpoint.path, runId],
  );
}

/** The endpoint that answers for a checkpoint; null where the engine serves none, or not what lies there. */
async function serve(
  client: pg.PoolClient,
  { runId, name, baseModelId }: { runId: number; name: string; baseModelId: number },
  path: string,
  { serving, storage }: TrainingEngineSettings,
): Promise<number | null> {
  const below = storage === "/" ? "/" : `${storage}/`;
  if (serving === null || !path.startsWith(below)) return null;
  const servedName = path.slice(below.length);
  const found = await client.query("SELECT id FROM endpoint WHERE base_url = $1 AND served_name = $2 LIMIT 1", [
    serving.baseUrl,
    servedName,
  ]);
  const [known] = Ids.parse(found.rows);
  if (known) return known.id;
  const { fields } = await readAskedAfter(client, runId, baseModelId);
  return insertNamed(
    client,
    name,
    `INSERT INTO endpoint (name, base_url, served_name, key_variable, max_concurrency, timeout_ms, patience_ms, extra_body)
     VALUES ($1, $2, $3, $4, $5, ${TIMEOUT_MS}, ${PATIENCE_MS}, $6) ON CONFLICT (name) DO NOTHING RETURNING id`,
    [serving.baseUrl, servedName, serving.keyVariable, serving.maxConcurrency, JSON.stringify(fields)],
  );
}

/** Inserts under this name, or with the first number after it that is free. */
async function insertNamed(client: pg.PoolClient, name: string, sql: string, values: unknown[]): Promise<number> {
  for (let number = 1; ; number++) {
    const { rows } = await client.query(sql, [number === 1 ? name : `${name} ${number}`, ...values]);
    const [row] = Ids.parse(rows);
    if (row) return row.id;
  }
}
