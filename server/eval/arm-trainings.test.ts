/** All arms of an experiment, from the plan to the evals, on a real database; only the cluster that trains lives in memory. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { ArmTrainingChoice } from "@/domain/arm-training/plan";
import { ExperimentPlan, paperArms } from "@/domain/experiment";
import { Pool } from "@/domain/pool";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { connect } from "@/server/db";
import { Engine } from "@/server/engine/engine";
import { executors } from "@/server/engine/executors";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { submitAttempt } from "@/server/services/training/submit";
import { freezeWaiting } from "@/server/services/training-set/freeze";
import { addModel } from "@/server/testing/endpoint";
import { type OpenAiServer, startOpenAiServer } from "@/server/testing/openai-server/server";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { TrainingMonitor } from "@/server/training/monitor";
import { finalCheckpoint, MemoryEngine, metrics, numbered, started } from "@/server/training/testing";
import { EvalConductor } from "./conductor";
import { moveArmTrainings } from "./move-arm-trainings";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const QUESTIONS = 3;

let openai: OpenAiServer;
let url: string;
let runs: Engine;
let monitor: TrainingMonitor;
let cluster: MemoryEngine;
let choice: ArmTrainingChoice;
const conductors: EvalConductor[] = [];

beforeAll(async () => {
  url = own.db.pool.options.connectionString ?? "";
  openai = await startOpenAiServer();
  await load([
    ...smallPool("pool", { samples: 3 }),
    { type: "question-set", key: "sums", name: "sums", metric: "gsm8k" },
    ...Array.from({ length: 5 }, (_, n) => ({
      type: "question",
      set: "sums",
      key: `q${n}`,
      text: `What is ${n + 20} + ${n}?`,
      answers: [String(2 * n + 20)],
    })),
  ]);
  const { modelId } = await addModel(own.db, { url: openai.url, name: "base" });
  await own.db.prisma.model.update({ where: { id: modelId }, data: { path: "/models/tiny" } });
  const settings = TrainingEngineSettings.parse({
    name: "Cluster",
    address: "http://127.0.0.1:1",
    storage: "/storage",
    serving: { baseUrl: openai.url, keyVariable: null, maxConcurrency: 4 },
  });
  const { id: engineId } = await own.db.prisma.trainingEngine.create({ data: { name: settings.name, settings } });
  const judge = (await one("SELECT id FROM judging_run")).id;
  const labels = (await one("SELECT id FROM labelling_run")).id;
  // Evals add trajectories: a pool of everything would not stay what was frozen.
  const run = (await one("SELECT id FROM rollout_run")).id;
  const arms = paperArms(judge, labels).filter(({ name }) => name === "None" || name === "Process");
  const plan = ExperimentPlan.parse({ name: "Ablation", pool: Pool.parse({ runs: [run], judge, labels }), arms });
  const { id: experimentId } = await api().experiment.save(plan);
  choice = {
    ...{ experimentId, arms: ["None", "Process"], baseModelId: modelId, engineId, algorithm: "swirl" },
    ...{ reward: { kind: "rule", rule: "well-formed" }, seeds: 3, changes: { maxSteps: 2, learningRate: 0.001 } },
    sets: [{ questionSetId: (await one("SELECT id FROM question_set WHERE key = 'sums'")).id, limit: QUESTIONS }],
    ...{ ways: ["tools"], withBase: true },
  };
  runs = new Engine(url, executors);
  await runs.start();
  cluster = new MemoryEngine();
  monitor = new TrainingMonitor(url, { open: () => cluster, trainerFiles: async () => new Map() });
  monitor.start();
});
afterEach(async () => {
  await Promise.all(conductors.splice(0).map((conductor) => conductor.stop()));
});
afterAll(async () => {
  await Promise.all([runs.stop(), monitor.stop()]);
  await openai.close();
});

function conduct() {
  const tools = { open: () => cluster, trainerFiles: async () => new Map(), leaseSeconds: 60 };
  const conductor = new EvalConductor(url, tools);
  conductors.push(conductor);
  conductor.start();
  return conductor;
}
const freezeAll = () => freezeWaiting(own.db, "0.1.0+test", new AbortController().signal);

async function start(part: Partial<ArmTrainingChoice> = {}, key = randomUUID()) {
  const asked = { ...choice, ...part };
  const { fingerprint } = await api().armTraining.plan(asked);
  const name = `Arms ${key.slice(0, 8)}`;
  return (await api().armTraining.start({ key, name, choice: asked, fingerprint })).id;
}
const keysOf = (id: number) =>
  rows(
    `SELECT p.key, p.arm_idx AS arm, p.seed, r.id, r.status, r.config, r.checked::jsonb AS checked FROM arm_training_run p
     JOIN training_run r ON r.key = p.key WHERE p.arm_training_id = $1 ORDER BY r.id`,
    [id],
  );

/** Brings launches to the cluster, which carries them out at once; `fails`: how those of an arm and a seed end otherwise. */
async function trainAll(id: number, fails: (arm: number, seed: number) => boolean = () => false) {
  for (const { key, arm, seed, id: runId, status } of await keysOf(id)) {
    if (status !== "launching") continue;
    await submitAttempt(own.db, runId, { open: () => cluster, trainerFiles: async () => new Map(), isLastTry: false });
    const job = `swirl-${key}-1`;
    if (!fails(arm, seed)) {
      const path = `/storage/runs/${key}/final`;
      const said = [started(), metrics(1), metrics(2), finalCheckpoint(path, 2)];
      cluster.say(job, ...numbered([...said, { event: "done", step: 2, seconds: 1 }]));
    }
    cluster.end(job, fails(arm, seed) ? "failed" : "succeeded", fails(arm, seed) ? 1 : 0);
  }
}
type Row = Awaited<ReturnType<ReturnType<typeof api>["armTraining"]["get"]>>;
const until = (id: number, isIt: (row: Row) => void, meanwhile: () => Promise<unknown> = async () => {}) =>
  vi.waitFor(
    async () => {
      await meanwhile();
      const row = await api().armTraining.get({ id });
      isIt(row);
      return row;
    },
    { timeout: 80_000, interval: 200 },
  );
const isDone = ({ status, message }: Row) => expect({ status, message }).toEqual({ status: "done", message: null });

test("the plan counts what comes; arms are frozen, trained seed by seed, and evaluated beside the base", async () => {
  const plan = await api().armTraining.plan(choice);
  expect(plan.problems).toEqual([]);
  expect(plan.optimiser).toMatchObject({ max_steps: 2, learning_rate: 0.001 });
  expect(plan.cost).toEqual({
    ...{ freezes: 2, reused: 0, trainingRuns: 6, updates: 12, judgeCalls: 0, trainingSeconds: null },
    // Nobody counted the tokens of an imported pool, and nothing was evaluated before.
    contextTokens: { known: 0, unknownRuns: 6 },
    ...{ sampledTokens: { known: 0, unknownRuns: 6 }, judgeTokens: 0 },
    ...{ evalCells: 7, evalTrajectories: 7 * QUESTIONS },
    evalTokens: { known: 0, unknownTrajectories: 7 * QUESTIONS },
    evalSeconds: { known: 0, unknownTrajectories: 7 * QUESTIONS },
  });
  expect(plan.arms.map(({ name, check }) => [name, check.trajectories, check.distinctContexts])).toEqual([
    ["None", 3, 4],
    ["Process", 1, 2],
  ]);

  const key = randomUUID();
  const [id = 0, again] = await Promise.all([start({}, key), start({}, key)]);
  expect(again).toBe(id);
  const first = conduct();
  await until(id, ({ status }) => expect(status).toBe("training"), freezeAll);
  const limited = await vi.waitFor(async () => {
    const found = await keysOf(id);
    expect(found).toHaveLength(4);
    return found;
  }, 20_000);
  expect(limited.map(({ arm, seed }) => [arm, seed])).toEqual([
    ...[0, 1].map((arm) => [arm, 1]),
    ...[0, 1].map((arm) => [arm, 2]),
  ]);
  // Another worker goes on where this one ends.
  await first.stop();
  conduct();
  const done = await until(id, isDone, () => trainAll(id));

  const trained = await keysOf(id);
  expect(trained.map(({ arm, seed }) => `${arm} ${seed}`).sort()).toEqual(["0 1", "0 2", "0 3", "1 1", "1 2", "1 3"]);
  for (const { arm, seed, config, checked } of trained) {
    for (const line of [`seed: ${seed}`, "max_steps: 2", "learning_rate: 0.001"]) expect(config).toContain(line);
    // What was planned from the pool is what is launched on the set.
    const { warnings: _, ...planned } = plan.arms[arm]?.check ?? { warnings: [] };
    expect(checked).toMatchObject(planned);
  }
  expect(done.arms.map(({ set }) => set?.name)).toEqual(["Ablation · None", "Ablation · Process"]);
  const matrix = await api().eval.matrix({ id: done.matrix?.id ?? 0 });
  const models = done.arms.flatMap(({ runs: all }) => all.map(({ model }) => model?.id));
  expect(models).toHaveLength(6);
  expect(new Set(matrix.plan.models)).toEqual(new Set([choice.baseModelId, ...models]));
  expect(matrix.cells.map(({ status, labelled }) => [status, labelled])).toEqual(
    Array.from({ length: 7 }, () => ["done", QUESTIONS]),
  );

  // What was frozen and how long it took is known the next time.
  const next = await api().armTraining.plan(choice);
  expect(next.cost).toMatchObject({ freezes: 0, reused: 2, evalTokens: { unknownTrajectories: 0 } });
  expect(next.pace?.runs).toBe(6);
  expect(next.cost?.trainingSeconds).toBeCloseTo(12 * (next.pace?.seconds ?? Number.NaN));
  expect(next.cells[0]?.pace?.runs).toBe(7);
}, 120_000);

test("a training run that fails is said, and only its model is missing; frozen arms are not frozen again", async () => {
  const sets = (await rows("SELECT id FROM training_set ORDER BY id")).map(({ id }) => id);
  const id = await start({ seeds: 1, withBase: false });
  conduct();
  const done = await until(id, isDone, () => trainAll(id, (arm) => arm === 0));
  expect(done.arms.map(({ set }) => set?.id)).toEqual(sets);
  expect(done.arms.map((arm) => [arm.runs[0]?.run?.status, arm.runs[0]?.model === null])).toEqual([
    ["failed", true],
    ["done", false],
  ]);
  const { plan } = await api().eval.matrix({ id: done.matrix?.id ?? 0 });
  expect(plan.models).toEqual([done.arms[1]?.runs[0]?.model?.id]);

  const all = await start({ seeds: 1 });
  const failed = await until(
    all,
    ({ status }) => expect(status).toBe("failed"),
    () => trainAll(all, () => true),
  );
  expect(failed).toMatchObject({ matrix: null, message: expect.stringContaining("No training run came to a model") });
}, 120_000);

test("a worker that is killed after a launch, before it wrote that down, launches nothing twice", async () => {
  const id = await start({ seeds: 1, sets: [] });
  await moveArmTrainings(own.db);
  await moveArmTrainings(own.db);
  expect(await api().armTraining.get({ id })).toMatchObject({ status: "training" });
  const blocker = await own.db.pool.connect();
  const dying = connect(url, { max: 3 });
  try {
    await blocker.query("BEGIN");
    await blocker.query("SELECT FROM arm_training_run WHERE arm_training_id = $1 FOR UPDATE", [id]);
    const moved = moveArmTrainings(dying);
    await vi.waitUntil(
      async () =>
        (
          await rows(
            `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
             WHERE query LIKE 'UPDATE arm_training_run%' AND wait_event_type = 'Lock'`,
          )
        ).length > 0,
      { timeout: 20_000, interval: 50 },
    );
    await moved;
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
    await dying.close();
  }
  expect(await rows("SELECT state FROM arm_training_run WHERE arm_training_id = $1", [id])).toEqual([
    { state: "waiting" },
    { state: "waiting" },
  ]);
  const [before] = await keysOf(id);
  expect(before).toMatchObject({ arm: 0, status: "launching" });
  for (let times = 0; times < 3; times += 1) await moveArmTrainings(own.db);
  const launched = await keysOf(id);
  expect(launched.map(({ arm }) => arm)).toEqual([0, 1]);
  expect(launched[0]?.id).toBe(before?.id);
  await trainAll(id);
  const done = await until(id, isDone, () => moveArmTrainings(own.db));
  expect(done.matrix).toBeNull();
}, 90_000);

test("cancelling stops what is open, begins nothing more, and leaves what was made", async () => {
  const id = await start({ seeds: 3 });
  // Freezing, training, and more launches than are with the engine at a time.
  for (let times = 0; times < 8; times += 1) await moveArmTrainings(own.db);
  expect(await keysOf(id)).toHaveLength(4);
  await api().armTraining.cancel({ id });
  await moveArmTrainings(own.db);
  const launched = await keysOf(id);
  expect(launched).toHaveLength(4);
  for (const { status } of launched) expect(["stopping", "stopped"]).toContain(status);
  const { status, arms } = await api().armTraining.get({ id });
  expect(status).toBe("cancelled");
  expect(arms.every(({ set }) => set?.status === "frozen")).toBe(true);
  await api().armTraining.cancel({ id });

  const late = await start({ seeds: 1 });
  for (let times = 0; times < 4; times += 1) await moveArmTrainings(own.db);
  await trainAll(late);
  const evaluating = await until(
    late,
    (row) => expect(row.status).toBe("evaluating"),
    () => moveArmTrainings(own.db),
  );
  expect(evaluating.matrix?.status).toBe("running");
  await api().armTraining.cancel({ id: late });
  expect(await api().armTraining.get({ id: late })).toMatchObject({
    status: "cancelled",
    matrix: { status: "cancelled", over: 3 },
  });
  await expect(api().armTraining.cancel({ id: 999_999 })).rejects.toThrow("There is no training of arms 999999.");
}, 60_000);

test("what cannot be is said before anything begins", async () => {
  const { fingerprint } = await api().armTraining.plan(choice);
  const ask = (part: Partial<ArmTrainingChoice>, seen = fingerprint) =>
    api().armTraining.start({ key: randomUUID(), name: "No", choice: { ...choice, ...part }, fingerprint: seen });
  const before = (await one("SELECT count(*)::int AS n FROM arm_training")).n;
  await expect(ask({}, "another")).rejects.toThrow("The data have changed since this plan was shown");
  await expect(ask({ arms: ["Nobody"] })).rejects.toThrow('has no arm "Nobody"');
  await expect(ask({ baseModelId: 999_999 })).rejects.toThrow("no model 999999");
  await expect(ask({ reward: null })).rejects.toThrow("needs a judge");
  await expect(ask({ sets: [{ questionSetId: 999_999, limit: null }] })).rejects.toThrow("no question set 999999");
  expect((await one("SELECT count(*)::int AS n FROM arm_training")).n).toBe(before);
});
