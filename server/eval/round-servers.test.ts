/** Rounds whose model nobody serves: a server is started for them on a cluster in memory, and always stopped again. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { Engine } from "@/server/engine/engine";
import { executors } from "@/server/engine/executors";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { EvalConductor } from "./conductor";
import { ServingEngine } from "./testing/serving-engine";

const { own, run: load, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const QUESTIONS = 12;

let url: string;
let runs: Engine;
let cluster: ServingEngine;
let modelId: number;
let engineId: number;
let questionSetId: number;
const conductors: EvalConductor[] = [];

beforeAll(async () => {
  url = own.db.pool.options.connectionString ?? "";
  await load([
    HEADER,
    { type: "question-set", key: "sums", name: "sums", metric: "gsm8k" },
    ...Array.from({ length: QUESTIONS }, (_, n) => ({
      type: "question",
      set: "sums",
      key: `q${n}`,
      text: `What is ${n + 20} + ${n}?`,
      answers: [String(2 * n + 20)],
    })),
  ]);
  ({ id: questionSetId } = await one("SELECT id FROM question_set"));
  ({ id: modelId } = await own.db.prisma.model.create({ data: { name: "checkpoint", path: "/runs/1/final" } }));
  const settings = TrainingEngineSettings.parse({ name: "Cluster", address: "http://127.0.0.1:1", storage: "/runs" });
  ({ id: engineId } = await own.db.prisma.trainingEngine.create({ data: { name: settings.name, settings } }));
  runs = new Engine(url, executors);
  await runs.start();
});
afterEach(async () => {
  await Promise.all(conductors.splice(0).map((conductor) => conductor.stop()));
  await cluster.close();
});
afterAll(() => runs.stop());

function conduct(engine = new ServingEngine()) {
  cluster = engine;
  const tools = { open: () => cluster, trainerFiles: async () => new Map(), leaseSeconds: 60 };
  const conductor = new EvalConductor(url, tools);
  conductors.push(conductor);
  conductor.start();
  return conductor;
}

/** A round of two rollout runs, which nothing follows but the metric. */
async function start(serving: { engineId: number } | null = { engineId }) {
  const { settings } = await api().rollout.defaults({ questionSetId, modelId });
  const rollouts = { questions: { questionSetId }, settings: { ...settings, samples: 1 } };
  const plan = {
    name: `Round ${randomUUID()}`,
    modelId,
    rollouts: [rollouts, rollouts],
    judges: [],
    labeller: { kind: "metric" as const, metric: "gsm8k-flexible" as const },
    filter: null,
    serving: serving && { ...serving, resources: { cpus: 1, gpus: 0 } },
  };
  return (await api().round.start({ key: randomUUID(), plan })).id;
}
type Round = Awaited<ReturnType<ReturnType<typeof api>["round"]["get"]>>;
const until = (id: number, isIt: (round: Round) => void) =>
  vi.waitFor(
    async () => {
      const round = await api().round.get({ id });
      isIt(round);
      return round;
    },
    { timeout: 50_000, interval: 100 },
  );
const servers = (...statuses: string[]) => ({ servers: statuses.map((status) => ({ status })) });
const endpoints = async () => (await one("SELECT count(*)::int AS n FROM endpoint")).n;
const made = async ({ runs: all }: Round) =>
  await one(
    `SELECT count(*)::int AS all, count(DISTINCT (rollout_run_id, question_id))::int AS distinct FROM trajectory
     WHERE rollout_run_id = ANY($1)`,
    [all.filter(({ kind }) => kind === "rollout").map(({ id }) => id)],
  );
const isUnderWay = ({ runs: all }: Round) => {
  expect(all).toHaveLength(2);
  expect(all[0]?.done).toBeGreaterThan(0);
};

test("a server is started, replaced where it dies, and stopped at the end, whichever worker conducts", async () => {
  const engine = new ServingEngine();
  engine.latencyMs = 200;
  const first = conduct(engine);
  const id = await start();
  const before = await until(id, isUnderWay);
  expect(before.servers).toMatchObject([{ status: "ready", modelName: "checkpoint", engine: "Cluster" }]);
  await first.stop();
  await engine.kill([...engine.served.keys()][0] ?? "");
  engine.latencyMs = 0;
  conduct(engine);
  const round = await until(id, (found) => expect(found).toMatchObject({ status: "done", message: null }));
  expect(round.missing).toEqual([]);
  expect(round.runs.map(({ kind, id: run }) => [kind, run]).slice(0, 2)).toEqual(
    before.runs.map(({ kind, id: run }) => [kind, run]),
  );
  expect(await made(round)).toEqual({ all: 2 * QUESTIONS, distinct: 2 * QUESTIONS });
  await until(id, (found) => expect(found).toMatchObject(servers("stopped", "failed")));
  expect(engine.served.size).toBe(0);
  expect(await endpoints()).toBe(0);
  expect(await one("SELECT endpoint_id FROM model WHERE id = $1", [modelId])).toEqual({ endpoint_id: null });
});

test("cancelled, its server stops and its runs end; tried again, they go on with what they have", async () => {
  const engine = new ServingEngine();
  engine.latencyMs = 200;
  conduct(engine);
  const id = await start();
  await until(id, isUnderWay);
  await api().round.cancel({ id });
  const cancelled = await until(id, (found) => expect(found).toMatchObject(servers("stopped")));
  expect(cancelled.runs.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  await vi.waitFor(async () => expect(await endpoints()).toBe(0), { timeout: 20_000 });
  const kept = await own.db.pool.query("SELECT id FROM trajectory ORDER BY id");
  engine.latencyMs = 0;
  await api().round.retry({ id });
  const round = await until(id, ({ status }) => expect(status).toBe("done"));
  expect(round.runs.map(({ id: run }) => run).slice(0, 2)).toEqual(cancelled.runs.map(({ id: run }) => run));
  expect(await made(round)).toEqual({ all: 2 * QUESTIONS, distinct: 2 * QUESTIONS });
  const { rows } = await own.db.pool.query("SELECT id FROM trajectory ORDER BY id");
  expect(rows.slice(0, kept.rows.length)).toEqual(kept.rows);
  await expect(api().round.retry({ id })).rejects.toThrow("It did not fail, and was not cancelled.");
});

test("servers that cannot start fail it with what they said, and nothing stays open", async () => {
  const engine = new ServingEngine();
  engine.refusal = "CUDA out of memory";
  conduct(engine);
  const id = await start();
  const failed = await until(id, ({ status }) => expect(status).toBe("failed"));
  expect(failed).toMatchObject({
    message: "Its job ended before it was done with: CUDA out of memory",
    runs: [],
    ...servers("failed", "failed", "failed"),
  });
  engine.refusal = null;
  engine.latencyMs = 200;
  await api().round.retry({ id });
  await until(id, isUnderWay);
  engine.refusal = "No room";
  for (const job of engine.served.keys()) await engine.kill(job);
  const again = await until(id, ({ status, runs: all }) => {
    expect(status).toBe("failed");
    expect(all.map((run) => run.status)).toEqual(["cancelled", "cancelled"]);
  });
  expect(again.message).toContain("No room");
  await vi.waitFor(async () => expect(await endpoints()).toBe(0), { timeout: 20_000 });
}, 150_000);

test("without a place to serve its model it is not begun", async () => {
  conduct();
  await expect(start(null)).rejects.toThrow('No endpoint serves the model "checkpoint"');
  await expect(start({ engineId: 999_999 })).rejects.toThrow(
    "The training engine that servers would be started on was",
  );
  await own.db.pool.query("UPDATE model SET path = NULL");
  await expect(start()).rejects.toThrow('Nobody serves "checkpoint", and without a path');
  await own.db.pool.query("UPDATE model SET path = '/runs/1/final'");
});
