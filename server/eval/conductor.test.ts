/** Eval matrices on a real database by the real engine of runs; only the cluster that serves lives in memory. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { EvalPlan } from "@/domain/eval/plan";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { evalCommand } from "@/server/cli/eval";
import { UsageError } from "@/server/cli/exit-status";
import { Engine } from "@/server/engine/engine";
import { executors } from "@/server/engine/executors";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { pauseRun } from "@/server/services/run/pause";
import { addModel } from "@/server/testing/endpoint";
import { type OpenAiServer, startOpenAiServer } from "@/server/testing/openai-server/server";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { EvalConductor } from "./conductor";
import { ServingEngine } from "./testing/serving-engine";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const QUESTIONS = 12;

let openai: OpenAiServer;
let url: string;
let runs: Engine;
let cluster: ServingEngine;
let modelId: number;
let checkpointId: number;
let engineId: number;
const sets: Record<"sums" | "takes", number> = { sums: 0, takes: 0 };
const conductors: EvalConductor[] = [];

beforeAll(async () => {
  url = own.db.pool.options.connectionString ?? "";
  openai = await startOpenAiServer();
  await load([
    HEADER,
    ...["sums", "takes"].flatMap((key) => [
      { type: "question-set", key, name: key, metric: "gsm8k" },
      ...Array.from({ length: QUESTIONS }, (_, n) => ({
        type: "question",
        set: key,
        key: `q${n}`,
        text: `What is ${n + 20} ${key === "sums" ? "+" : "-"} ${n}?`,
        answers: [String(key === "sums" ? 2 * n + 20 : 20)],
      })),
    ]),
  ]);
  for (const { id, key } of await rows("SELECT id, key FROM question_set")) sets[key as keyof typeof sets] = id;
  ({ modelId } = await addModel(own.db, { url: openai.url, name: "base" }));
  ({ id: checkpointId } = await own.db.prisma.model.create({ data: { name: "checkpoint", path: "/runs/1/final" } }));
  const settings = TrainingEngineSettings.parse({ name: "Cluster", address: "http://127.0.0.1:1", storage: "/runs" });
  ({ id: engineId } = await own.db.prisma.trainingEngine.create({ data: { name: settings.name, settings } }));
  runs = new Engine(url, executors);
  await runs.start();
});
afterEach(async () => {
  await Promise.all(conductors.splice(0).map((conductor) => conductor.stop()));
  await cluster?.close();
});
afterAll(async () => {
  await runs.stop();
  await openai.close();
});

function conduct(engine = new ServingEngine()) {
  cluster = engine;
  const conductor = new EvalConductor(url, {
    open: () => cluster,
    trainerFiles: async () => new Map([["swirl_trainer/__init__.py", ""]]),
    leaseSeconds: 60,
  });
  conductors.push(conductor);
  conductor.start();
  return conductor;
}

async function start(part: Partial<EvalPlan> = {}) {
  const chosen = await Promise.all(
    Object.values(sets).map(async (questionSetId) => ({
      questions: { questionSetId, search: "", limit: null, drawSeed: 1 },
      settings: (await api().eval.suggestSet({ questionSetId })).settings,
    })),
  );
  const plan: EvalPlan = {
    name: `Matrix ${randomUUID()}`,
    models: [modelId, checkpointId],
    sets: chosen,
    ways: ["tools"],
    serving: { engineId, resources: { cpus: 1, gpus: 0, memoryGib: null } },
    ...part,
  };
  return (await api().eval.start({ key: randomUUID(), plan })).id;
}
type Matrix = Awaited<ReturnType<ReturnType<typeof api>["eval"]["matrix"]>>;
const until = (id: number, isIt: (matrix: Matrix) => void) =>
  vi.waitFor(
    async () => {
      const matrix = await api().eval.matrix({ id });
      isIt(matrix);
      return matrix;
    },
    { timeout: 50_000, interval: 100 },
  );
const isOver = ({ status }: Matrix) => expect(status).not.toBe("running");
const endpoints = async () => (await one("SELECT count(*)::int AS n FROM endpoint WHERE name LIKE '%serving job%'")).n;

test("models by sets by ways are answered and scored in order; what was served is stopped, its endpoint gone", async () => {
  conduct();
  const id = await start({ ways: ["tools", "alone"] });
  const { cells, servers, status } = await until(id, isOver);
  expect(status).toBe("done");
  expect(cells.map(({ modelName, setName, way, status: of }) => `${modelName} ${setName} ${way} ${of}`)).toEqual(
    ["base", "checkpoint"].flatMap((model) =>
      ["sums", "takes"].flatMap((set) => ["tools", "alone"].map((way) => `${model} ${set} ${way} done`)),
    ),
  );
  for (const cell of cells) {
    // The set's answer is a number and so is the model's: string equality is an independent metric here.
    const { correct } = await one(
      `SELECT count(*) FILTER (WHERE t.final_answer = q.answers[1])::int AS correct
       FROM trajectory t JOIN question q ON q.id = t.question_id WHERE t.rollout_run_id = $1`,
      [cell.rolloutRun],
    );
    expect(cell).toMatchObject({ labelled: QUESTIONS, correct, run: { planned: QUESTIONS, done: QUESTIONS } });
    const { purpose, settings } = await one("SELECT purpose, settings::jsonb FROM rollout_run WHERE id = $1", [
      cell.rolloutRun,
    ]);
    expect([purpose, settings.temperature, settings.samples]).toEqual(["eval", 0, 1]);
    expect([settings.tools, settings.stepLimit]).toEqual(cell.way === "alone" ? [[], 1] : [["calculator"], 10]);
  }
  // What tools bring is to be seen: without them the scripted model guesses.
  const share = (way: string) =>
    cells.filter((cell) => cell.way === way).reduce((sum, { correct }) => sum + correct, 0);
  expect(share("tools")).toBeGreaterThan(share("alone"));
  await until(id, ({ servers: all }) => expect(all.map((server) => server.status)).toEqual(["stopped"]));
  expect(servers).toHaveLength(1);
  expect(cluster.jobs.get(servers[0]?.jobId ?? "")?.state.status).toBe("stopped");
  expect(cluster.jobs.get(servers[0]?.jobId ?? "")?.spec?.command.join(" ")).toContain(
    "swirl_trainer serve-job --model /runs/1/final --host 127.0.0.1 --gpus 0 --lease-seconds 60",
  );
  expect(await endpoints()).toBe(0);
  expect(await one("SELECT endpoint_id FROM model WHERE id = $1", [checkpointId])).toEqual({ endpoint_id: null });
  // Both models stand in the results, two ways each.
  const { rows: results } = await api().eval.results();
  expect(results.map(({ name, way }) => `${name}, ${way}`).sort()).toEqual([
    ...["base, greedy, no tools", "base, greedy, with tools"],
    ...["checkpoint, greedy, no tools", "checkpoint, greedy, with tools"],
  ]);
});

test("a server that dies in the middle is replaced, and its run goes on: nothing lost, nothing doubled", async () => {
  const engine = new ServingEngine();
  engine.latencyMs = 150;
  conduct(engine);
  const id = await start({ models: [checkpointId] });
  await until(id, ({ cells }) => expect(cells[0]?.run?.done).toBeGreaterThan(0));
  const [first = ""] = [...engine.served.keys()];
  engine.latencyMs = 0;
  await engine.kill(first);
  const { cells } = await until(id, isOver);
  expect(cells.map(({ status, labelled }) => [status, labelled])).toEqual([
    ["done", QUESTIONS],
    ["done", QUESTIONS],
  ]);
  const { servers } = await until(id, ({ servers: all }) => expect(all[0]?.status).toBe("stopped"));
  expect(servers.map(({ status }) => status)).toEqual(["stopped", "failed"]);
  expect(await endpoints()).toBe(0);
});

test("a run that pauses for a reason of its own fails its cell; the server is let go, and trying again works", async () => {
  const engine = new ServingEngine();
  engine.latencyMs = 150;
  conduct(engine);
  const id = await start({ models: [checkpointId] });
  const { cells } = await until(id, ({ cells: all }) => expect(all[0]?.run?.done).toBeGreaterThan(0));
  const runId = cells[0]?.rolloutRun ?? 0;
  await pauseRun(own.db.pool, { kind: "rollout", runId }, "It refused each of the first 20 requests.");
  const { cells: over } = await until(id, isOver);
  expect(over.map(({ status, message }) => [status, message])).toEqual([
    ["failed", "It refused each of the first 20 requests."],
    ["done", null],
  ]);
  expect(await one("SELECT status FROM run_state WHERE kind = 'rollout' AND run_id = $1", [runId])).toEqual({
    status: "cancelled",
  });
  await until(id, ({ servers }) => expect(servers.map(({ status }) => status)).toEqual(["stopped"]));
  expect(await endpoints()).toBe(0);
  const answered = "SELECT id FROM trajectory WHERE rollout_run_id = $1 ORDER BY id";
  const kept = await rows(answered, [runId]);
  expect(kept.length).toBeGreaterThan(0);
  engine.latencyMs = 0;
  await api().eval.retry({ id });
  const again = await until(id, isOver);
  expect(again.cells.map(({ status, labelled }) => [status, labelled])).toEqual([
    ["done", QUESTIONS],
    ["done", QUESTIONS],
  ]);
  // What was answered is not asked again.
  expect(again.cells[0]?.rolloutRun).toBe(runId);
  const all = await rows(answered, [runId]);
  expect(all).toHaveLength(QUESTIONS);
  expect(all.slice(0, kept.length)).toEqual(kept);
});

test("a cell that failed as it was scored is scored again, and another model's work is not gone on with", async () => {
  conduct();
  const id = await start({ models: [modelId] });
  const { cells } = await until(id, isOver);
  const [scored, changed] = cells.map(({ rolloutRun }) => rolloutRun ?? 0);
  await own.db.pool.query("UPDATE eval_cell SET status = 'failed' WHERE matrix_id = $1", [id]);
  await own.db.pool.query("UPDATE run_state SET status = 'cancelled' WHERE kind = 'rollout' AND run_id = $1", [
    changed,
  ]);
  await own.db.pool.query(
    `UPDATE rollout_run SET settings = jsonb_set(settings::jsonb, '{endpoint,servedName}', '"other"') WHERE id = $1`,
    [changed],
  );
  await api().eval.retry({ id });
  const again = await until(id, isOver);
  expect(again.cells.map(({ status, labelled }) => [status, labelled])).toEqual([
    ["done", QUESTIONS],
    ["done", QUESTIONS],
  ]);
  expect(again.cells[0]).toMatchObject({ rolloutRun: scored });
  expect(again.cells[0]?.labellingRun).not.toBe(cells[0]?.labellingRun);
  expect(again.cells[1]?.rolloutRun).toBeGreaterThan(changed ?? 0);
});

test("a worker that dies leaves its servers to the next one", async () => {
  const engine = new ServingEngine();
  engine.latencyMs = 100;
  const first = conduct(engine);
  const id = await start({ models: [checkpointId] });
  await until(id, ({ cells }) => expect(cells[0]?.status).toBe("running"));
  await first.stop();
  const before = [...engine.served.values()].map(({ renewals }) => renewals);
  expect(before).toHaveLength(1);
  conduct(engine);
  await until(id, isOver);
  const { servers } = await until(id, ({ servers: all }) => expect(all[0]?.status).toBe("stopped"));
  expect(servers).toHaveLength(1);
  expect(engine.jobs.size).toBe(1);
});

test("of two conductors one conducts", async () => {
  const engine = new ServingEngine();
  conduct(engine);
  conduct(engine);
  const id = await start();
  const { cells } = await until(id, isOver);
  expect(cells.every(({ status }) => status === "done")).toBe(true);
  expect(engine.jobs.size).toBe(1);
  expect(
    await rows("SELECT 1 FROM rollout_run WHERE name LIKE '%' || (SELECT name FROM eval_matrix WHERE id = $1)", [id]),
  ).toHaveLength(4);
});

test("a model that cannot be served fails with what the job said, the others go on; later it is tried again", async () => {
  const engine = new ServingEngine();
  engine.refusal = "CUDA out of memory";
  conduct(engine);
  const id = await start({ models: [checkpointId, modelId] });
  const { cells, servers } = await until(id, isOver);
  expect(cells.map(({ status }) => status)).toEqual(["failed", "failed", "done", "done"]);
  expect(cells[0]?.message).toBe("Its job ended before it was done with: CUDA out of memory");
  expect(servers.map(({ status, logTail }) => [status, logTail])).toEqual(
    Array.from({ length: 3 }, () => ["failed", "CUDA out of memory"]),
  );
  engine.refusal = null;
  await api().eval.retry({ id });
  const again = await until(id, isOver);
  expect(again.cells.every(({ status }) => status === "done")).toBe(true);
  await expect(api().eval.retry({ id })).rejects.toThrow("Nothing of it failed or was cancelled.");
});

test("cancelling ends what is under way and stops the server", async () => {
  const engine = new ServingEngine();
  engine.latencyMs = 300;
  conduct(engine);
  const id = await start({ models: [checkpointId] });
  const { cells } = await until(id, ({ cells: all }) => expect(all[0]?.status).toBe("running"));
  await api().eval.cancel({ id });
  await until(id, ({ status, servers, cells: all }) => {
    expect(status).toBe("cancelled");
    expect(servers.map((server) => server.status)).toEqual(["stopped"]);
    expect(all.map((cell) => cell.status)).toEqual(["cancelled", "cancelled"]);
  });
  expect(
    await one("SELECT status FROM run_state WHERE kind = 'rollout' AND run_id = $1", [cells[0]?.rolloutRun]),
  ).toEqual({
    status: "cancelled",
  });
  expect(engine.served.size).toBe(0);
  await api().eval.cancel({ id });
});

test("an engine that is away is waited for, and what it suffers from is said", async () => {
  const engine = new ServingEngine();
  engine.isDown = true;
  conduct(engine);
  const id = await start({ models: [checkpointId] });
  await until(id, ({ cells, servers }) => {
    expect(servers[0]).toMatchObject({ status: "launching", message: "Nobody answers at the engine's address." });
    expect(cells[0]).toMatchObject({ status: "serving", message: "Nobody answers at the engine's address." });
  });
  engine.isDown = false;
  await until(id, isOver);
});

test("a key starts once; what cannot be served is refused with what to do", async () => {
  const questionSetId = sets.sums;
  const { settings } = await api().eval.suggestSet({ questionSetId });
  const plan = {
    name: "Once",
    models: [modelId],
    sets: [{ questions: { questionSetId }, settings }],
  };
  const key = randomUUID();
  const started = await Promise.all(Array.from({ length: 4 }, () => api().eval.start({ key, plan })));
  expect(new Set(started.map(({ id }) => id)).size).toBe(1);
  await api().eval.cancel({ id: started[0]?.id ?? 0 });
  const pathless = await own.db.prisma.model.create({ data: { name: "nowhere" } });
  const startWith = (models: number[], more: object = {}) =>
    api().eval.start({ key: randomUUID(), plan: { ...plan, models, ...more } });
  await expect(startWith([pathless.id])).rejects.toThrow('Nobody serves "nowhere", and without a path');
  await expect(startWith([checkpointId])).rejects.toThrow('No endpoint serves "checkpoint": choose a training engine');
  await expect(startWith([999_999])).rejects.toThrow("A model was removed: choose again.");
  await expect(
    startWith([checkpointId], { serving: { engineId: 999_999, resources: { cpus: 1, gpus: 0 } } }),
  ).rejects.toThrow("The training engine that servers would be started on was removed");
  const checked = await api().eval.check({ ...plan, models: [modelId, checkpointId], ways: ["tools", "alone"] });
  expect(checked.cells.map(({ trajectories }) => trajectories)).toEqual([12, 12, 12, 12]);
  expect(checked.served).toEqual([checkpointId]);
});

test("a script starts the same, waits, and hears how it ended", async () => {
  conduct();
  const said: string[] = [];
  vi.spyOn(console, "error").mockImplementation(() => {});
  const output = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  try {
    const asked = ["--model", "base", "--model", "checkpoint", "--set", "sums", "--limit", "5", "--samples", "2"];
    expect(await evalCommand([...asked, "--engine", "Cluster", "--way", "alone", "--json"], own.db)).toBe(0);
    const { status, cells, matrix } = JSON.parse(said.join(""));
    expect([status, cells.length]).toEqual(["done", 2]);
    const { cells: kept } = await api().eval.matrix({ id: matrix });
    for (const [at, cell] of cells.entries()) {
      expect(cell).toMatchObject({ way: "alone", trajectories: 10, labelled: 10, correct: kept[at]?.correct });
      expect(cell.accuracy.share).toBe(cell.correct / 10);
      expect(cell.accuracy.low).toBeLessThanOrEqual(cell.accuracy.share);
    }
    const cancelled = evalCommand(
      ["--model", "base", "--set", "sums", "--samples", "50", "--name", "Cancelled"],
      own.db,
    );
    const { id } = await vi.waitFor(
      async () => {
        const [row] = await rows("SELECT id FROM eval_matrix WHERE name = 'Cancelled'");
        return row ?? expect.fail("It is not begun.");
      },
      { timeout: 20_000 },
    );
    await api().eval.cancel({ id });
    expect(await cancelled).toBe(3);
    const refused = (...args: string[]) => evalCommand(args, own.db);
    await expect(refused("--model", "base")).rejects.toThrow("name models with --model and question sets with --set");
    await expect(refused("--modle", "base")).rejects.toBeInstanceOf(UsageError);
    await expect(refused("--model", "none", "--set", "sums")).rejects.toThrow('No model is called "none"');
    await expect(refused("--model", "base", "--set", "sums", "--way", "tea")).rejects.toThrow("ways.0");
    await expect(refused("--model", "base", "--set", "sums", "--limit", "few")).rejects.toThrow(
      "--limit takes a number",
    );
  } finally {
    output.mockRestore();
  }
});
