/** All that a training run is made of: what it came from, how it was set up, its attempts. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { Algorithm } from "@/domain/training/config";
import { TrainingEngineSettings, TrainingResources } from "@/domain/training/engine";
import { KeptReward, TrainingCheck, TrainingData } from "@/domain/training/plan";
import { TrainingStatus } from "@/domain/training/status";
import { readConfig } from "@/server/formats/training-config/read";
import { runFolder } from "@/server/services/training/names";
import { Count, Id, IsoTime } from "../library/row-types";
import { Json } from "./row-types";

const Named = z.object({ id: Id, name: z.string() });
const Attempt = z.object({
  attempt: z.int(),
  jobId: z.string(),
  status: TrainingStatus,
  message: z.string().nullable(),
  exitCode: z.int().nullable(),
  createdAt: IsoTime,
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
});

const Row = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  algorithm: Algorithm,
  isSample: z.boolean(),
  /** Launched by another studio: it can be read, compared and cloned, not resumed */
  isImported: z.boolean(),
  engine: Named.nullable(),
  engineSettings: Json(TrainingEngineSettings),
  baseModel: Named.extend({ weightsHash: z.string().nullable() }),
  data: Json(TrainingData),
  reward: Json(KeptReward.nullable()).nullable(),
  config: z.string(),
  resources: Json(TrainingResources),
  checked: Json(TrainingCheck),
  revision: Count,
  clonedFrom: Named.nullable(),
  /** null: launched on a pool and a filter mode */
  trainingSet: Named.extend({ version: z.int() }).nullable(),
  dataRows: Count.nullable(),
  dataSha256: z.string().nullable(),
  codeVersion: z.string().nullable(),
  started: z
    .object({ device: z.string(), contexts: Count, baseWeightsHash: z.string(), tooLong: Count, repeated: Count })
    .nullable(),
});
export type TrainingRunPage = z.infer<typeof Row> & {
  attempts: z.infer<typeof Attempt>[];
  /** Actions that an update samples; 0 where it samples none */
  actionsPerUpdate: number;
};

/** Throws not-found. */
export async function readTrainingRun(db: pg.Pool, id: number): Promise<TrainingRunPage> {
  const { rows } = await db.query(
    `SELECT r.id, r.key, r.name, r.algorithm, r.is_sample AS "isSample", r.imported AS "isImported", r.engine_settings AS "engineSettings", r.data, r.reward,
       r.config, r.resources, r.checked, r.revision, r.data_rows AS "dataRows", r.data_sha256 AS "dataSha256",
       r.code_version AS "codeVersion",
       (SELECT jsonb_build_object('id', id, 'name', name) FROM training_engine WHERE id = r.engine_id) AS engine,
       jsonb_build_object('id', b.id, 'name', b.name, 'weightsHash', b.weights_hash) AS "baseModel",
       (SELECT jsonb_build_object('id', id, 'name', name) FROM training_run WHERE id = r.cloned_from) AS "clonedFrom",
       (SELECT jsonb_build_object('id', id, 'name', name, 'version', version) FROM training_set
        WHERE id = r.training_set_id) AS "trainingSet",
       (SELECT jsonb_build_object('device', e.event -> 'device', 'contexts', e.event -> 'contexts',
          'baseWeightsHash', e.event -> 'base_weights_hash', 'tooLong', e.event #> '{dropped,too_long}',
          'repeated', e.event #> '{dropped,repeated}')
        FROM training_event e WHERE e.run_id = r.id AND e.event ->> 'event' = 'started' ORDER BY e.seq DESC LIMIT 1
       ) AS started
     FROM training_run r JOIN model b ON b.id = r.base_model_id WHERE r.id = $1`,
    [id],
  );
  const [run] = z.array(Row).parse(rows);
  if (!run)
    throw new StudioError("not-found", `There is no training run ${id}. The Training page lists those there are.`);
  const attempts = await db.query(
    `SELECT attempt, job_id AS "jobId", status, message, exit_code AS "exitCode", created_at AS "createdAt",
       started_at AS "startedAt", ended_at AS "endedAt"
     FROM training_attempt WHERE run_id = $1 ORDER BY attempt DESC`,
    [id],
  );
  return { ...run, attempts: z.array(Attempt).parse(attempts.rows), actionsPerUpdate: actionsPerUpdate(run) };
}

/** The config as it was launched; null where this version of the studio does not read it. */
export const configOf = ({ config, engineSettings, key }: Pick<TrainingRunPage, "config" | "engineSettings" | "key">) =>
  readConfig(config, runFolder(engineSettings, key)).config;

export function actionsPerUpdate(run: Parameters<typeof configOf>[0]): number {
  const config = configOf(run);
  return config?.algorithm === "swirl" ? config.optimiser.contexts_per_step * config.optimiser.samples_per_context : 0;
}

/** The end of an attempt's output. */
export async function readTrainingLog(db: pg.Pool, { id, attempt }: { id: number; attempt: number }): Promise<string> {
  const { rows } = await db.query("SELECT log_tail FROM training_attempt WHERE run_id = $1 AND attempt = $2", [
    id,
    attempt,
  ]);
  return z.array(z.object({ log_tail: z.string() })).parse(rows)[0]?.log_tail ?? "";
}
