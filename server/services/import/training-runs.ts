/** Writes training runs that another studio launched. */
import { z } from "zod";
import { poolFromKeys } from "@/domain/keyed-pool";
import { type Resolve, refWords } from "@/domain/reference";
import type { RecordOf } from "@/domain/studio-record";
import type { KeptReward } from "@/domain/training/plan";
import { TrainingRunRecord } from "@/domain/training/record";
import { withRefs } from "@/server/queries/references";
import { jobIdOf } from "@/server/services/training/names";
import { plainJson } from "@/server/training/plain-json";
import { copyRows, plainText } from "./copy";
import type { Load } from "./load";

type Run = RecordOf<"training-run">;

const Ids = z.array(z.object({ id: z.int() }));

/** Returns why it cannot be used, or null. One that is there already stays as it is; `added` gets the others. */
export async function loadTrainingRun(load: Load, run: Run, added: Map<string, number>): Promise<string | null> {
  const { client, counts } = load;
  const key = run.key.toLowerCase();
  if ((await findRun(load, key)) !== null) {
    if (!added.has(key)) counts.trainingRuns.present += 1;
    return null;
  }
  const found = await findParts(load, run);
  if (typeof found === "string") return found;
  const { rows } = await client.query(
    `INSERT INTO training_run (key, name, algorithm, status, message, engine_settings, base_model_id, data, reward, config,
       resources, checked, revision, cloned_from, is_sample, imported, attempt, data_rows, data_sha256, code_version, step,
       total_steps, created_at, changed_at, finished_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, true, $15, $16, $17, $18, $19, $20, $21,
       coalesce($22::timestamptz, $21), $22) RETURNING id`,
    [
      ...[key, plainText(run.name), run.algorithm, run.status, plainText(run.message), plainJson(run.engine)],
      ...[found.baseModelId, plainJson(found.data), found.reward && plainJson(found.reward), plainText(run.config)],
      ...[plainJson(run.resources), plainJson(run.checked), found.clonedFrom, run.isSample],
      ...[Math.max(...run.attempts.map(({ attempt }) => attempt)), run.dataRows, plainText(run.dataSha256)],
      ...[plainText(run.codeVersion), run.step, run.totalSteps, run.createdAt, run.finishedAt ?? null],
    ],
  );
  const [{ id }] = z.tuple([z.object({ id: z.int() })]).parse(rows);
  await writeParts(load, id, key, run);
  await client.query("UPDATE model SET training_run_id = $1 WHERE id = ANY($2::int[])", [id, found.results]);
  added.set(key, id);
  counts.trainingRuns.added += 1;
  return null;
}

async function findRun({ client }: Load, key: string): Promise<number | null> {
  const { rows } = await client.query("SELECT id FROM training_run WHERE key = $1", [key]);
  return Ids.parse(rows)[0]?.id ?? null;
}

type Parts = {
  baseModelId: number;
  data: { pool: unknown; mode: Run["data"]["mode"] };
  reward: KeptReward | null;
  clonedFrom: number | null;
  results: number[];
};

/** What the run refers to, or a sentence about what of it is missing. */
async function findParts(load: Load, run: Run): Promise<Parts | string> {
  const { models } = load.references;
  const named = (name: string) => `the model "${name}"${models.isRefused(name) ? ", which was put aside" : ""}`;
  const missing: string[] = [];
  const baseModelId = await models.find(run.baseModel);
  if (baseModelId === null) missing.push(named(run.baseModel));
  const clonedFrom = run.clonedFrom ? await findRun(load, run.clonedFrom) : null;
  if (run.clonedFrom && clonedFrom === null)
    missing.push(`the training run ${run.clonedFrom}, from which it was cloned`);
  const results: number[] = [];
  for (const name of run.results) {
    const id = await models.find(name);
    if (id === null) missing.push(named(name));
    else results.push(id);
  }
  // Defaults that the file leaves out, such as most fields of a pool
  const keyed = TrainingRunRecord.shape.data.parse(run.data);
  const pool = await withRefs(load.client, (resolve) => {
    const lost: string[] = [];
    const tell: Resolve = (ref) => {
      const id = resolve(ref);
      if (id === null) lost.push(refWords(ref));
      return id;
    };
    return { pool: poolFromKeys(keyed.pool, tell), lost };
  });
  missing.push(...pool.lost);
  if (missing.length > 0 || baseModelId === null) return `not in the file or the studio: ${missing.join("; ")}`;
  const taken = await resultOfAnother(load, results);
  if (taken !== null) return taken;
  const data = { pool: pool.pool, mode: keyed.mode };
  return { baseModelId, data, reward: await findReward(load, run.reward ?? null), clonedFrom, results };
}

async function resultOfAnother({ client }: Load, models: readonly number[]): Promise<string | null> {
  const { rows } = await client.query(
    "SELECT m.name, r.name AS run FROM model m JOIN training_run r ON r.id = m.training_run_id WHERE m.id = ANY($1::int[])",
    [models],
  );
  const [taken] = z.array(z.object({ name: z.string(), run: z.string() })).parse(rows);
  return taken ? `the model "${taken.name}" came out of another training run in the studio, "${taken.run}"` : null;
}

/** Its judge's endpoint and template where they are here under the names they had. */
async function findReward({ client }: Load, reward: Run["reward"] | null): Promise<KeptReward | null> {
  if (!reward || reward.kind === "rule") return reward ?? null;
  const find = async (sql: string, name: string) =>
    Ids.parse((await client.query(sql, [plainText(name)])).rows)[0]?.id ?? null;
  return {
    kind: "judge",
    endpointId: await find("SELECT id FROM endpoint WHERE name = $1", reward.endpoint),
    templateId: await find("SELECT id FROM judge_template WHERE name || ' v' || version = $1", reward.template),
    endpoint: reward.endpoint,
    template: reward.template,
  };
}

async function writeParts({ client }: Load, id: number, key: string, run: Run): Promise<void> {
  await copyRows(
    client,
    "training_attempt",
    [
      "run_id",
      "attempt",
      "job_id",
      "status",
      "message",
      "exit_code",
      "log_tail",
      "created_at",
      "started_at",
      "ended_at",
    ],
    run.attempts.map((one) => [
      ...[id, one.attempt, jobIdOf(key, one.attempt), one.status, plainText(one.message), one.exitCode],
      ...[plainText(one.log), one.createdAt, one.startedAt, one.endedAt],
    ]),
  );
  await copyRows(
    client,
    "training_metric",
    ["run_id", "step", '"values"', "at"],
    run.metrics.map(({ step, values, at }) => [id, step, plainJson(values), at]),
  );
  await copyRows(
    client,
    "training_checkpoint",
    ["run_id", "path", "step", "weights_hash", "is_final", "at"],
    run.checkpoints.map((one) => [id, plainText(one.path), one.step, plainText(one.weightsHash), one.isFinal, one.at]),
  );
  await copyRows(
    client,
    "training_event",
    ["run_id", "seq", "event", "at"],
    run.events.map((event) => [id, event.seq, plainJson(event), new Date(event.time * 1_000)]),
  );
}
