/** The job of one attempt: what it runs, and the files of its package. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TrainingConfig } from "@/domain/training/config";
import type { TrainingEngineSettings, TrainingResources } from "@/domain/training/engine";
import type { TrainingData } from "@/domain/training/plan";
import type { JobSpec } from "@/server/adapters/training/engine";
import type { Db } from "@/server/db";
import { writePlainConfig } from "@/server/formats/training-config/write";
import { DATA_FILE, dataFolder, QUESTIONS_FILE, type WrittenData, writeTrainingData } from "./data-files";

type JobFile = string | Buffer | { file: string };

export type JobFacts = {
  key: string;
  name: string;
  attempt: number;
  jobId: string;
  engine: TrainingEngineSettings;
  config: TrainingConfig;
  data: TrainingData;
  resources: TrainingResources;
  /** Whether an attempt before it began, so that its folder has the data */
  hasBegun: boolean;
  trainerFiles: ReadonlyMap<string, string>;
};

/** Where the data lies; `done` removes what is no longer needed once the engine has the package. */
export type PreparedJob = { job: JobSpec; written: WrittenData | null; done: () => Promise<void> };

export async function prepareJob(db: Db, facts: JobFacts): Promise<PreparedJob> {
  if (facts.hasBegun) return { job: jobOf(facts, facts.config, new Map()), written: null, done: async () => {} };
  const { engine, key, config } = facts;
  const below = dataFolder(key);
  if (engine.sharedFolder !== null) {
    const written = await writeTrainingData(db, facts.data, path.join(engine.sharedFolder, below));
    const at = (file: string) => path.posix.join(engine.storage, below, file);
    const data = { ...config.data, path: at(DATA_FILE), questions: at(QUESTIONS_FILE) };
    return { job: jobOf(facts, { ...config, data }, new Map()), written, done: async () => {} };
  }
  const folder = await mkdtemp(path.join(tmpdir(), "swirl-training-"));
  const done = () => rm(folder, { recursive: true, force: true });
  try {
    const written = await writeTrainingData(db, facts.data, folder);
    const files = new Map([DATA_FILE, QUESTIONS_FILE].map((file) => [file, { file: path.join(folder, file) }]));
    return { job: jobOf(facts, config, files), written, done };
  } catch (error) {
    await done();
    throw error;
  }
}

function jobOf(facts: JobFacts, config: TrainingConfig, data: ReadonlyMap<string, JobFile>): JobSpec {
  const { engine, attempt } = facts;
  const resumed = attempt > 1 ? ["--resume"] : [];
  return {
    id: facts.jobId,
    command: [
      engine.python,
      ...["-m", "swirl_trainer", "train", "--config", "config.yaml", "--attempt", String(attempt), ...resumed],
    ],
    files: new Map<string, JobFile>([...facts.trainerFiles, ...data, ["config.yaml", writePlainConfig(config)]]),
    resources: facts.resources,
    metadata: { studio: "swirl-studio", run: facts.name, key: facts.key, attempt: String(attempt) },
  };
}
