/** Servers that end by themselves, or of which nothing can be known: which count as failed, and which are given up. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { moveCells } from "./move-cells";
import { ServerTender } from "./tend-servers";
import { ServingEngine } from "./testing/serving-engine";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const SETTINGS = TrainingEngineSettings.parse({ name: "Cluster", address: "http://127.0.0.1:1", storage: "/runs" });

let modelId: number;
let questionSetId: number;
let engineId: number;
let engine: ServingEngine;
let tender: ServerTender;
/** By how much the clocks are ahead; ms */
let ahead: { date: number; performance: number };

beforeAll(async () => {
  await load([
    HEADER,
    { type: "question-set", key: "sums", name: "sums", metric: "gsm8k" },
    { type: "question", set: "sums", key: "q", text: "What is 1 + 1?", answers: ["2"] },
  ]);
  ({ id: questionSetId } = await one("SELECT id FROM question_set"));
  ({ id: modelId } = await own.db.prisma.model.create({ data: { name: "checkpoint", path: "/runs/1/final" } }));
  ({ id: engineId } = await own.db.prisma.trainingEngine.create({ data: { name: "Cluster", settings: SETTINGS } }));
});
beforeEach(() => {
  engine = new ServingEngine();
  tender = new ServerTender(own.db, { open: () => engine, trainerFiles: async () => new Map(), leaseSeconds: 60 });
  ahead = { date: 0, performance: 0 };
  const [date, time] = [Date.now.bind(Date), performance.now.bind(performance)];
  vi.spyOn(Date, "now").mockImplementation(() => date() + ahead.date);
  vi.spyOn(performance, "now").mockImplementation(() => time() + ahead.performance);
});
afterEach(async () => {
  tender.stop();
  await engine.close();
  await own.db.pool.query("UPDATE eval_matrix SET status = 'cancelled'");
  await own.db.pool.query("UPDATE serving_job SET status = 'stopped'");
  await own.db.prisma.trainingEngine.update({ where: { id: engineId }, data: { settings: SETTINGS } });
  vi.restoreAllMocks();
});

async function plan(): Promise<number> {
  const { settings } = await api().eval.suggestSet({ questionSetId });
  const evals = {
    name: randomUUID(),
    models: [modelId],
    sets: [{ questions: { questionSetId }, settings }],
    serving: { engineId, resources: { cpus: 1, gpus: 0 } },
  };
  return (await api().eval.start({ key: randomUUID(), plan: evals })).id;
}
const server = (matrix: number) =>
  one(
    `SELECT id, status, message, job_id AS "jobId", lease_url AS "leaseUrl", endpoint_id AS "endpointId"
     FROM serving_job WHERE matrix_id = $1 ORDER BY id DESC LIMIT 1`,
    [matrix],
  );
const beatUntil = (check: () => Promise<void>) =>
  vi.waitFor(
    async () => {
      await tender.tend();
      await check();
    },
    { timeout: 20_000, interval: 100 },
  );
const until = (matrix: number, found: object) =>
  beatUntil(async () => expect(await server(matrix)).toMatchObject(found));

async function started({ isLoading = false } = {}) {
  engine.isLoading = isLoading;
  const id = await plan();
  await moveCells(own.db);
  await until(id, { status: isLoading ? "pending" : "ready", leaseUrl: expect.stringMatching(/lease$/) });
  await tender.idle();
  return { id, jobId: (await server(id)).jobId };
}

test("rows that cannot be read end as failed, with their jobs where they can be found; the others go on", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const [torn, sound, lost] = [await started(), await started(), await started()];
  await own.db.pool.query(`UPDATE serving_job SET resources = '{"cpus": "\\ud83d"}' WHERE matrix_id = $1`, [torn.id]);
  await own.db.pool.query(`UPDATE serving_job SET engine_settings = '{"name": "\\ud83d"}' WHERE matrix_id = $1`, [
    lost.id,
  ]);
  const before = engine.served.get(sound.jobId)?.renewals ?? 0;
  await tender.renewLeases();
  expect(engine.served.get(sound.jobId)?.renewals).toBe(before + 1);
  const failed = { status: "failed", message: expect.stringMatching(/cannot be read any more/) };
  await until(torn.id, failed);
  await until(lost.id, failed);
  await tender.idle();
  expect(engine.jobs.get(torn.jobId)?.state.status).toBe("stopped");
  expect(await server(sound.id)).toMatchObject({ status: "ready" });
  expect(said).toHaveBeenCalledTimes(2);
});

test("on an engine whose settings cannot be read no server is ordered", async () => {
  const id = await plan();
  await own.db.pool.query("UPDATE training_engine SET settings = '{}' WHERE id = $1", [engineId]);
  await moveCells(own.db);
  expect(await rows("SELECT 1 FROM serving_job WHERE matrix_id = $1", [id])).toEqual([]);
  expect(await one("SELECT status, message FROM eval_cell WHERE matrix_id = $1", [id])).toEqual({
    status: "failed",
    message:
      "The settings of the training engine that it was to be served on cannot be read: save them again, then try again.",
  });
});

test.each([false, true])("a job that its engine forgot before the studio's eyes failed, loading: %s", async (loads) => {
  const { id, jobId } = await started({ isLoading: loads });
  engine.jobs.delete(jobId);
  ahead.performance = 5_000;
  await tender.tend();
  await tender.idle();
  expect(await server(id)).toMatchObject({ status: loads ? "pending" : "ready" });
  ahead.performance = 60_000;
  await until(id, { status: "failed", message: expect.stringMatching(/^The engine forgot its job/) });
});

test("one that was stopped there failed, too", async () => {
  const { id, jobId } = await started();
  engine.end(jobId, "stopped");
  await until(id, { status: "failed", message: "Its job was stopped at the engine." });
});

test("neither did while this studio slept longer than a lease", async () => {
  const { id, jobId } = await started();
  engine.end(jobId, "stopped");
  ahead.date = 120_000;
  await until(id, { status: "stopped", message: "Its job ended while nobody asked for it." });
});

test("ten servers in all are enough, until it is tried again", async () => {
  const id = await plan();
  await own.db.pool.query(
    `INSERT INTO serving_job (matrix_id, model_id, engine_settings, resources, path, job_id, status, message)
     SELECT $1, $2, '{}', '{}', '/m', 'job ' || n, 'stopped', 'Away.' FROM generate_series(1, 10) AS n`,
    [id, modelId],
  );
  await moveCells(own.db);
  expect(await one("SELECT status, message FROM eval_cell WHERE matrix_id = $1", [id])).toEqual({
    status: "failed",
    message: "10 servers were started for it, and each of them ended. Of the last: Away.",
  });
  await api().eval.retry({ id });
  await moveCells(own.db);
  expect(await server(id)).toMatchObject({ status: "launching" });
});

test("the next server's key is the endpoint's", async () => {
  const { id, jobId } = await started();
  await moveCells(own.db);
  const { endpointId } = await server(id);
  await own.db.prisma.trainingEngine.update({
    where: { id: engineId },
    data: { settings: { ...SETTINGS, jobKeyVariable: "NEW_KEY" } },
  });
  await engine.kill(jobId);
  await until(id, { status: "failed" });
  // Its run is paused, then a server ordered.
  await moveCells(own.db);
  await moveCells(own.db);
  await until(id, { status: "ready", endpointId });
  expect(await one("SELECT key_variable AS key FROM endpoint WHERE id = $1", [endpointId])).toEqual({ key: "NEW_KEY" });
});

/** Awake, but without an answer. */
async function wait(minutes: number) {
  // Well within the lease, however slow the machine is.
  for (let seconds = 0; seconds < 60 * minutes; seconds += 40) {
    ahead.date += 40_000;
    await tender.renewLeases();
  }
  ahead.performance += 5_000;
  await tender.tend();
  await tender.idle();
}

test("a job whose engine is gone for an hour while it loads is given up", async () => {
  const { id } = await started({ isLoading: true });
  engine.isDown = true;
  await wait(30);
  expect(await server(id)).toMatchObject({ status: "pending", message: "Nobody answers at the engine's address." });
  await wait(40);
  expect(await server(id)).toMatchObject({ status: "failed", message: "Nobody answers at the engine's address." });
});

test("and one that answers, once it does not any more either", async () => {
  const { id, jobId } = await started();
  engine.isDown = true;
  await wait(70);
  expect(await server(id)).toMatchObject({ status: "ready" });
  const served = engine.served.get(jobId);
  served?.leases.close();
  served?.leases.closeAllConnections();
  await wait(70);
  expect(await server(id)).toMatchObject({ status: "failed" });
});
