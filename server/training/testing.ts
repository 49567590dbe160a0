/** Training runs for tests: rows without a launch, what a trainer would say, and an engine that lives in memory. */
import { randomUUID } from "node:crypto";
import { StudioError } from "@/domain/errors";
import { TrainingEngineSettings } from "@/domain/training/engine";
import type { TrainingEvent } from "@/domain/training/events";
import type { TrainingStatus } from "@/domain/training/status";
import type { JobSpec, JobState, TrainingEngine } from "@/server/adapters/training/engine";
import type { Db } from "@/server/db";

let made = 0;

/** A run as a launch leaves it, at its first attempt. */
export async function addTrainingRun(
  db: Db,
  options: { engine?: Partial<TrainingEngineSettings>; status?: TrainingStatus; name?: string } = {},
): Promise<{ id: number; key: string; jobId: string; baseModelId: number; engine: TrainingEngineSettings }> {
  const name = options.name ?? `training ${++made}`;
  const status = options.status ?? "pending";
  const engine = TrainingEngineSettings.parse({
    name: `engine of ${name}`,
    address: "http://127.0.0.1:1",
    storage: "/storage",
    ...options.engine,
  });
  const key = randomUUID();
  const jobId = `swirl-${key}-1`;
  const base = await db.prisma.model.create({ data: { name: `base of ${name}` } });
  const { rows } = await db.pool.query(
    `INSERT INTO training_run (key, name, algorithm, status, engine_settings, base_model_id, data, config, resources,
       checked, revision) VALUES ($1, $2, 'swirl', $3, $4, $5, '{}', '', '{}', '{}', 1) RETURNING id`,
    [key, name, status, JSON.stringify(engine), base.id],
  );
  const id: number = rows[0].id;
  await db.pool.query("INSERT INTO training_attempt (run_id, attempt, job_id, status) VALUES ($1, 1, $2, $3)", [
    id,
    jobId,
    status,
  ]);
  return { id, key, jobId, baseModelId: base.id, engine };
}

/** What comes after an event's head, and the heads: seq by place, a second each. */
export type Said = TrainingEvent extends infer Each
  ? Each extends unknown
    ? Omit<Each, "seq" | "time">
    : never
  : never;
export const numbered = (said: readonly Said[], from = 0, time = Date.now() / 1_000): TrainingEvent[] =>
  said.map((one, index) => ({ ...one, seq: from + index, time: time + index / 1_000 }) as TrainingEvent);
/** As a trainer writes it: its kind comes first. */
export const lineOf = ({ event, ...rest }: TrainingEvent) => JSON.stringify({ event, ...rest });

export const started = (attempt = 1, resumed_from: number | null = null): Said => ({
  event: "started",
  attempt,
  resumed_from,
  total_steps: 10,
  contexts: 4,
  dropped: { too_long: 0, repeated: 0 },
  base_weights_hash: "0".repeat(64),
  device: "cpu",
  versions: { trl: "1.13.0" },
});
export const metrics = (step: number, reward = step / 10): Said => ({
  event: "metrics",
  step,
  values: { reward, reward_std: 0.1, loss: null },
});
export const samples = (step: number, context: string, isFirst: boolean): Said => ({
  event: "samples",
  step,
  context,
  watched: context === "aa",
  trajectory: 7,
  step_index: 1,
  question: 3,
  prompt: isFirst ? [{ role: "user", content: "What is 1 + 1?" }] : null,
  actions: [{ text: `action ${step}\0`, reward: step % 2, tokens: 3, ended: true }],
});
export const finalCheckpoint = (path: string, step = 10): Said => ({
  event: "checkpoint",
  step,
  path,
  weights_hash: "a".repeat(64),
  is_final: true,
});

/** An engine that does what it is told and keeps its jobs in memory. */
export class MemoryEngine implements TrainingEngine {
  readonly jobs = new Map<string, { state: JobState; lines: string[]; spec: JobSpec | null }>();
  isDown = false;
  /** Ends the streams that are open: a connection is lost */
  cuts = 0;

  add(id: string, status: JobState["status"] = "running") {
    const state: JobState = { status, message: null, exitCode: null, startedAt: new Date(), endedAt: null };
    const job = { state, lines: [] as string[], spec: null as JobSpec | null };
    this.jobs.set(id, job);
    return job;
  }
  say(id: string, ...events: readonly TrainingEvent[]) {
    this.jobs.get(id)?.lines.push(...events.map(lineOf));
  }
  end(id: string, status: JobState["status"], exitCode = 0) {
    const job = this.jobs.get(id);
    if (job) job.state = { ...job.state, status, exitCode, endedAt: new Date() };
  }

  async test(): Promise<never> {
    throw new Error("not tested here");
  }
  async find(id: string) {
    this.#check();
    return this.jobs.get(id)?.state ?? null;
  }
  async submit(spec: JobSpec) {
    this.#check();
    if (!this.jobs.has(spec.id)) this.add(spec.id).spec = spec;
  }
  async stop(id: string) {
    this.#check();
    this.end(id, "stopped");
  }
  async *follow(id: string, signal: AbortSignal) {
    const { cuts } = this;
    for (let at = 0; !signal.aborted; ) {
      this.#check();
      if (this.cuts !== cuts) throw new StudioError("upstream", "The connection was lost.");
      const job = this.jobs.get(id);
      if (!job) return;
      const isOver = job.state.endedAt !== null;
      while (at < job.lines.length) yield job.lines[at++] ?? "";
      if (isOver) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  #check() {
    if (this.isDown) throw new StudioError("upstream", "Nobody answers at the engine's address.");
  }
}
