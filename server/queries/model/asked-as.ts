/** How a model is asked wherever it is served, by what it was trained with and by the endpoints of what it comes from. */
import type pg from "pg";
import { z } from "zod";
import { modelFields } from "@/domain/eval/model-fields";
import { readConfig } from "@/server/formats/training-config/read";
import { runFolder } from "@/server/services/training/names";

const parsed = (text: string): unknown => JSON.parse(text);

const Trained = z.object({ config: z.string(), key: z.string(), storage: z.string().nullable() });
const Row = z.object({
  endpoint: z
    .object({
      extraBody: z.string().transform(parsed).pipe(z.record(z.string(), z.json())),
      isStreamed: z.boolean(),
      timeoutMs: z.int(),
      patienceMs: z.int(),
    })
    .nullable(),
  trained: Trained.nullable(),
});
type Ancestor = z.infer<typeof Row>;

export type AskedAs = {
  /** Further fields of requests */
  fields: Record<string, unknown>;
  /** As the nearest endpoint asks; null: there is none */
  isStreamed: boolean | null;
  timeoutMs: number | null;
  patienceMs: number | null;
};

const MOST_PARENTS = 20;

/** A model as it is. */
export async function readAskedAs(db: pg.ClientBase, modelId: number): Promise<AskedAs> {
  return askedAs(await readLine(db, modelId));
}

/** What comes of a training run, before it is a model. */
export async function readAskedAfter(db: pg.ClientBase, runId: number, baseModelId: number): Promise<AskedAs> {
  const { rows } = await db.query(
    "SELECT config, key, engine_settings::jsonb ->> 'storage' AS storage FROM training_run WHERE id = $1",
    [runId],
  );
  const [trained] = z.tuple([Trained]).parse(rows);
  return askedAs([{ endpoint: null, trained }, ...(await readLine(db, baseModelId))]);
}

/** Nearest first. An endpoint says how the model is asked that it serves, however that one was trained. */
function askedAs(line: readonly Ancestor[]): AskedAs {
  const served = line.findIndex(({ endpoint }) => endpoint !== null);
  const endpoint = line[served]?.endpoint ?? null;
  const trained = line.slice(0, served === -1 ? undefined : served).find((one) => one.trained !== null)?.trained;
  return {
    fields: modelFields(endpoint?.extraBody ?? {}, trained ? argumentsOf(trained) : null),
    isStreamed: endpoint?.isStreamed ?? null,
    timeoutMs: endpoint?.timeoutMs ?? null,
    patienceMs: endpoint?.patienceMs ?? null,
  };
}

const argumentsOf = ({ config, key, storage }: z.infer<typeof Trained>) =>
  storage === null ? null : (readConfig(config, runFolder({ storage }, key)).config?.model.template_arguments ?? null);

/** The model, what it was trained from, and so on. */
async function readLine(db: pg.ClientBase, modelId: number): Promise<Ancestor[]> {
  const { rows } = await db.query(
    `WITH RECURSIVE line AS (
       SELECT id, parent_id, endpoint_id, training_run_id, 0 AS depth FROM model WHERE id = $1
       UNION ALL
       SELECT m.id, m.parent_id, m.endpoint_id, m.training_run_id, l.depth + 1
       FROM line l JOIN model m ON m.id = l.parent_id WHERE l.depth < ${MOST_PARENTS})
     SELECT CASE WHEN e.id IS NULL THEN NULL ELSE jsonb_build_object('extraBody', e.extra_body::text,
         'isStreamed', e.is_streamed, 'timeoutMs', e.timeout_ms,
         'patienceMs', e.patience_ms) END AS endpoint,
       CASE WHEN r.id IS NULL THEN NULL ELSE jsonb_build_object('config', r.config, 'key', r.key,
         'storage', r.engine_settings::jsonb ->> 'storage') END AS trained
     FROM line l LEFT JOIN endpoint e ON e.id = l.endpoint_id LEFT JOIN training_run r ON r.id = l.training_run_id
     ORDER BY l.depth`,
    [modelId],
  );
  return z.array(Row).parse(rows);
}
