/** A training engine in memory and choices to launch, for tests of what the database keeps. */
import { randomUUID } from "node:crypto";
import { StudioError } from "@/domain/errors";
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { EMPTY_POOL } from "@/domain/pool";
import type { TrainingChoice, TrainingPlan } from "@/domain/training/plan";
import type { JobSpec, JobState, TrainingEngine } from "@/server/adapters/training/engine";
import type { Db } from "@/server/db";

const PENDING: JobState = { status: "pending", message: null, exitCode: null, startedAt: null, endedAt: null };

/** Keeps jobs by id, as Ray does; one that is told to stop has stopped. `onSubmit` runs before a job is taken, `afterSubmit` once it is. */
export class MemoryEngine implements TrainingEngine {
  readonly jobs = new Map<string, JobSpec>();
  readonly stopped: string[] = [];
  isDown = false;
  onSubmit: (job: JobSpec) => Promise<void> = async () => {};
  afterSubmit: () => Promise<void> = async () => {};

  async test(): Promise<never> {
    throw new Error("not part of these tests");
  }
  async find(id: string): Promise<JobState | null> {
    if (this.isDown) throw new StudioError("upstream", "The engine does not answer: start it.");
    if (!this.jobs.has(id)) return null;
    return this.stopped.includes(id) ? { ...PENDING, status: "stopped" } : PENDING;
  }
  async submit(job: JobSpec): Promise<void> {
    if (this.isDown) throw new StudioError("upstream", "The engine does not answer: start it.");
    if (this.jobs.has(job.id)) return;
    await this.onSubmit(job);
    this.jobs.set(job.id, job);
    await this.afterSubmit();
  }
  async stop(id: string): Promise<void> {
    this.stopped.push(id);
  }
  async *follow(): AsyncGenerator<string> {}
}

/** An engine's row, a base model with a path, a judge's endpoint and template; and the choice of all of them. */
export async function addChoice(
  db: Db,
  given: { judge: number; sharedFolder?: string | null; gpus?: number; path?: string | null },
): Promise<TrainingChoice> {
  const name = randomUUID();
  const { id: engineId } = await db.prisma.trainingEngine.create({
    data: {
      name,
      settings: {
        name,
        kind: "ray",
        address: "http://10.0.0.1:8265",
        tokenVariable: null,
        storage: "/storage/swirl",
        sharedFolder: given.sharedFolder ?? null,
        python: "python3",
        resources: { cpus: 1, gpus: given.gpus ?? 0, memoryGib: null },
        serving: null,
      },
    },
  });
  const { id: baseModelId } = await db.prisma.model.create({
    data: { name: `base ${name}`, path: given.path === undefined ? "/models/tiny" : given.path },
  });
  const { id: endpointId } = await db.prisma.endpoint.create({
    data: {
      name: `judge ${name}`,
      baseUrl: "http://10.0.0.7:8000/v1",
      servedName: "judge",
      keyVariable: "JUDGE_KEY",
      maxConcurrency: 4,
      timeoutMs: 30_000,
      patienceMs: 5_000,
      extraBody: { top_k: 1 },
    },
  });
  const { id: templateId } = await db.prisma.judgeTemplate.create({
    data: { ...DEFAULT_TEMPLATE, name, version: 1 },
  });
  return {
    data: { pool: { ...EMPTY_POOL, judge: given.judge }, mode: "process", trainingSet: null },
    baseModelId,
    engineId,
    algorithm: "swirl",
    reward: { kind: "judge", endpointId, templateId },
  };
}

export const planOf = (choice: TrainingChoice, config: string, part: Partial<TrainingPlan> = {}): TrainingPlan => ({
  ...choice,
  name: "A training run",
  resources: { cpus: 1, gpus: 0, memoryGib: null },
  config,
  key: randomUUID(),
  clonedFrom: null,
  ...part,
});
