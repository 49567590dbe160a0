/** Rollout runs for tests and benchmarks: an endpoint, a model, questions, and the run itself. */
import { EndpointSettings } from "@/domain/endpoint";
import { RolloutPlan } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { startRollout } from "@/server/services/rollout/start";

let made = 0;

/** Answers the endpoint's id. */
export async function addEndpoint(
  db: Db,
  settings: Partial<EndpointSettings> & Pick<EndpointSettings, "baseUrl">,
): Promise<number> {
  const endpoint = EndpointSettings.parse({ name: `endpoint ${++made}`, servedName: "scripted", ...settings });
  const { rows } = await db.pool.query(
    `INSERT INTO endpoint (name, base_url, served_name, key_variable, max_concurrency, timeout_ms, patience_ms,
       is_streamed, extra_body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
    [
      endpoint.name,
      endpoint.baseUrl,
      endpoint.servedName,
      endpoint.keyVariable,
      endpoint.maxConcurrency,
      endpoint.timeoutMs,
      endpoint.patienceMs,
      endpoint.isStreamed,
      JSON.stringify(endpoint.extraBody),
    ],
  );
  return rows[0].id;
}

/** A set of sums. Answers its id. */
export async function addQuestions(db: Db, count: number): Promise<number> {
  const key = `sums ${++made}`;
  const { rows } = await db.pool.query("INSERT INTO question_set (key, name) VALUES ($1, $1) RETURNING id", [key]);
  const setId: number = rows[0].id;
  await db.pool.query(
    `INSERT INTO question (question_set_id, key, text, answers, content_hash)
     SELECT $1, n::text, format('Question %s: what is %s + %s + %s?', n, n, n % 7, n % 11),
       ARRAY[(n + n % 7 + n % 11)::text], sha256(n::text::bytea)
     FROM generate_series(1, $2::int) n`,
    [setId, count],
  );
  return setId;
}

export type RunToMake = {
  endpointId: number;
  questions: number;
  samples?: number;
  settings?: Record<string, unknown>;
};

/** Starts a rollout run with the calculator. */
export async function makeRun(db: Db, run: RunToMake): Promise<{ id: number; trajectories: number }> {
  return startRollout(db, await planRun(db, run));
}

export async function planRun(
  db: Db,
  { endpointId, questions, samples = 5, settings = {} }: RunToMake,
): Promise<RolloutPlan> {
  const model = await db.pool.query("INSERT INTO model (name, endpoint_id) VALUES ($1, $2) RETURNING id", [
    `model ${++made}`,
    endpointId,
  ]);
  const questionSetId = await addQuestions(db, questions);
  return RolloutPlan.parse({
    name: `run ${made}`,
    modelId: model.rows[0].id,
    questions: { questionSetId },
    settings: {
      systemPrompt: "Compute with <math_exp>2 + 2</math_exp>, then answer with <answer>4</answer>.",
      samples,
      stepLimit: 6,
      ...settings,
    },
  });
}
