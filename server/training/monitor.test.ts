import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { TrainingEngineSettings } from "@/domain/training/engine";
import { connect, type Db } from "@/server/db";
import { stopTraining } from "@/server/services/training/stop";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { addModel } from "@/server/testing/endpoint";
import { TrainingMonitor } from "./monitor";
import {
  addTrainingRun,
  finalCheckpoint,
  lineOf,
  MemoryEngine,
  metrics,
  numbered,
  type Said,
  samples,
  started,
} from "./testing";

let database: TestDatabase;
let db: Db;
const monitors: TrainingMonitor[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterEach(async () => {
  await Promise.all(monitors.splice(0).map((monitor) => monitor.stop()));
  await db.pool.query("DELETE FROM training_run");
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

function watchWith(engine: MemoryEngine, moved = engine): TrainingMonitor {
  const open = ({ address }: TrainingEngineSettings) => (address === MOVED ? moved : engine);
  const monitor = new TrainingMonitor(database.url, { open, trainerFiles: async () => new Map() });
  monitors.push(monitor);
  monitor.start();
  return monitor;
}

/** A run, and the training engine it was launched on at another address by now. */
async function addMovedRun() {
  const run = await addTrainingRun(db);
  const settings = { ...run.engine, address: MOVED };
  const { id } = await db.prisma.trainingEngine.create({ data: { name: run.key, settings } });
  await db.pool.query("UPDATE training_run SET engine_id = $2 WHERE id = $1", [run.id, id]);
  return run;
}

async function runRow(id: number) {
  const { rows } = await db.pool.query(
    `SELECT r.status, r.message, r.step, r.next_seq AS seq, a.status AS attempt, a.log_tail AS log, a.exit_code AS code
     FROM training_run r JOIN training_attempt a ON a.run_id = r.id AND a.attempt = r.attempt WHERE r.id = $1`,
    [id],
  );
  return rows[0];
}
const until = (id: number, expected: object) =>
  vi.waitFor(async () => expect(await runRow(id)).toMatchObject(expected), { timeout: 30_000, interval: 100 });

const MOVED = "http://127.0.0.1:2";
const SERVING = { baseUrl: "http://127.0.0.1:9/v1", keyVariable: null, maxConcurrency: 4 };
const DONE: Said = { event: "done", step: 10, seconds: 9 };

test("a run that is done becomes a model with its endpoint, once", async () => {
  const engine = new MemoryEngine();
  const run = await addTrainingRun(db, { name: "a policy", engine: { serving: SERVING } });
  await db.prisma.model.create({ data: { name: "a policy" } });
  const extraBody = { min_p: 0.1 };
  const served = await addModel(db, { url: "http://127.0.0.1:9/v1", name: "its base", extraBody });
  await db.pool.query("UPDATE model SET endpoint_id = $2 WHERE id = $1", [run.baseModelId, served.endpointId]);
  const job = engine.add(run.jobId, "pending");
  const one = watchWith(engine);
  await until(run.id, { status: "pending" });
  job.state = { ...job.state, status: "running" };
  engine.say(run.jobId, ...numbered([started(), metrics(1), samples(1, "aa", true)]));
  await until(run.id, { status: "running", step: 1, attempt: "running" });

  // Another worker goes on where this one is stopped.
  await one.stop();
  engine.say(run.jobId, ...numbered([metrics(2), finalCheckpoint(`/storage/runs/${run.key}/final`), DONE], 3));
  engine.end(run.jobId, "succeeded");
  watchWith(engine);
  watchWith(engine);
  await until(run.id, { status: "done", message: null, seq: 6, attempt: "done" });
  const { rows } = await db.pool.query(
    `SELECT m.name, m.kind, m.parent_id AS parent, m.weights_hash AS hash, m.path, e.name AS endpoint,
       e.base_url AS url, e.served_name AS served, e.max_concurrency AS most, e.extra_body::jsonb AS body
     FROM model m LEFT JOIN endpoint e ON e.id = m.endpoint_id WHERE m.training_run_id = $1`,
    [run.id],
  );
  expect(rows).toEqual([
    {
      name: "a policy 2",
      kind: "checkpoint",
      parent: run.baseModelId,
      hash: "a".repeat(64),
      path: `/storage/runs/${run.key}/final`,
      endpoint: "a policy",
      url: SERVING.baseUrl,
      served: `runs/${run.key}/final`,
      most: 4,
      body: extraBody,
    },
  ]);
});

test("an engine that does not answer is told of; when it does, the run goes on and nothing is lost", async () => {
  const engine = new MemoryEngine();
  const run = await addTrainingRun(db);
  engine.add(run.jobId);
  engine.say(run.jobId, ...numbered([started(), metrics(1)]));
  watchWith(engine);
  await until(run.id, { status: "running", step: 1 });
  engine.isDown = true;
  await until(run.id, { status: "running", message: expect.stringContaining("has not answered since") });
  engine.say(run.jobId, ...numbered([metrics(2), metrics(3)], 2));
  engine.isDown = false;
  await until(run.id, { status: "running", message: null, step: 3, seq: 4 });
});

test("a stop asked for while the engine is down is carried out once it is back", async () => {
  const engine = new MemoryEngine();
  const run = await addTrainingRun(db);
  engine.add(run.jobId);
  engine.say(run.jobId, ...numbered([started(), metrics(1)]));
  watchWith(engine);
  await until(run.id, { status: "running", step: 1 });
  engine.isDown = true;
  expect(await stopTraining(db, run.id)).toEqual({ status: "stopping" });
  await until(run.id, { status: "stopping", message: expect.stringContaining("has not answered since") });
  engine.isDown = false;
  await until(run.id, { status: "stopped", message: null, attempt: "stopped" });
  await expect(stopTraining(db, run.id)).rejects.toThrow("nothing to stop");
});

test("a launch that is stopped before its job exists ends as stopped", async () => {
  const run = await addTrainingRun(db, { status: "launching" });
  await stopTraining(db, run.id);
  watchWith(new MemoryEngine());
  await until(run.id, { status: "stopped", message: "Stopped before its job was started." });
});

test("a job that fails shows its trainer's sentence, or else the end of its log", async () => {
  const engine = new MemoryEngine();
  const [told, silent] = [await addTrainingRun(db), await addTrainingRun(db)];
  engine.add(told.jobId);
  engine
    .add(silent.jobId)
    .lines.push(
      "Traceback (most recent call last):",
      '  File "train.py", line 1, in <module>',
      "ModuleNotFoundError: No module named 'trl'",
    );
  engine.say(told.jobId, ...numbered([{ event: "failed", kind: "config", message: "model.path: no such model." }]));
  engine.end(told.jobId, "failed", 1);
  engine.end(silent.jobId, "failed", 1);
  watchWith(engine);
  await until(told.id, { status: "failed", message: "model.path: no such model.", code: 1 });
  await until(silent.id, {
    status: "failed",
    message: "Its job failed with exit code 1. The end of its log:\nModuleNotFoundError: No module named 'trl'",
    log: expect.stringContaining("Traceback"),
  });
});

test("a job that the engine forgot: its events come from the shared folder, else from a small job", async () => {
  const engine = new MemoryEngine();
  const sharedFolder = await fs.mkdtemp(path.join(os.tmpdir(), "swirl-shared-"));
  const shared = await addTrainingRun(db, { engine: { sharedFolder }, status: "running" });
  const remote = await addTrainingRun(db, { status: "running" });
  const gone = await addTrainingRun(db, { status: "running" });
  const said = numbered([started(), metrics(1), metrics(2), finalCheckpoint("/storage/final"), DONE]);
  const folder = path.join(sharedFolder, "runs", shared.key);
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, "events.jsonl"), said.map((event) => `${lineOf(event)}\n`).join(""));
  engine.add(`${remote.jobId}-events-0`).lines.push(...said.map(lineOf));
  engine.end(`${remote.jobId}-events-0`, "succeeded");
  engine.add(`${gone.jobId}-events-0`);
  engine.end(`${gone.jobId}-events-0`, "failed", 1);
  watchWith(engine);
  await until(shared.id, { status: "done", seq: 5, step: 10 });
  await until(remote.id, { status: "done", seq: 5, step: 10 });
  await until(gone.id, { status: "lost", message: expect.stringContaining("Press Resume") });
  await fs.rm(sharedFolder, { recursive: true });
});

test("a run whose engine was given another cluster's address is followed where it was launched", async () => {
  const [engine, other] = [new MemoryEngine(), new MemoryEngine()];
  const run = await addMovedRun();
  engine.add(run.jobId);
  engine.say(run.jobId, ...numbered([started(), metrics(1)]));
  watchWith(engine, other);
  await until(run.id, { status: "running", step: 1 });
  await stopTraining(db, run.id);
  await until(run.id, { status: "stopped", attempt: "stopped" });
  expect(engine.jobs.get(run.jobId)?.state.status).toBe("stopped");
});

test("a run whose engine has moved is followed there; where it is unknown too, it is lost, but not at once", async () => {
  const [engine, moved] = [new MemoryEngine(), new MemoryEngine()];
  engine.isDown = true;
  const [known, unknown] = [await addMovedRun(), await addMovedRun()];
  moved.add(known.jobId);
  moved.say(known.jobId, ...numbered([started(), metrics(1)]));
  moved.add(`${unknown.jobId}-events-0`);
  moved.end(`${unknown.jobId}-events-0`, "failed", 1);
  watchWith(engine, moved);
  await until(known.id, { status: "running", step: 1, message: null });
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(await runRow(unknown.id)).toMatchObject({ status: "pending" });
  const now = performance.now.bind(performance);
  const later = vi.spyOn(performance, "now").mockImplementation(() => now() + 60_000);
  await until(unknown.id, { status: "lost" });
  later.mockRestore();
  expect(await runRow(known.id)).toMatchObject({ status: "running" });
});

test("the data in the shared folder goes with the run's end, unless it may be resumed", async () => {
  const engine = new MemoryEngine();
  const sharedFolder = await fs.mkdtemp(path.join(os.tmpdir(), "swirl-shared-"));
  const runs = [
    await addTrainingRun(db, { engine: { sharedFolder } }),
    await addTrainingRun(db, { engine: { sharedFolder } }),
  ] as const;
  for (const { key, jobId } of runs) {
    await fs.mkdir(path.join(sharedFolder, "data", key), { recursive: true });
    await fs.writeFile(path.join(sharedFolder, "data", key, "train.jsonl.gz"), "");
    engine.add(jobId);
  }
  engine.say(runs[0].jobId, ...numbered([started(), DONE]));
  engine.say(runs[1].jobId, ...numbered([{ event: "failed", kind: "config", message: "No." }]));
  engine.end(runs[0].jobId, "succeeded");
  engine.end(runs[1].jobId, "failed", 1);
  watchWith(engine);
  await until(runs[0].id, { status: "done" });
  await until(runs[1].id, { status: "failed" });
  await vi.waitFor(async () => expect(await fs.readdir(path.join(sharedFolder, "data"))).toEqual([runs[1].key]));
  await fs.rm(sharedFolder, { recursive: true });
});

test("a worker that is gone without a word is followed by another one, but no sooner", async () => {
  const engine = new MemoryEngine();
  const run = await addTrainingRun(db);
  engine.add(run.jobId);
  engine.say(run.jobId, ...numbered([started(), metrics(1)]));
  await db.pool.query(
    "UPDATE training_run SET watched_by = gen_random_uuid(), watched_until = now() + interval '3 seconds' WHERE id = $1",
    [run.id],
  );
  watchWith(engine);
  await until(run.id, { seq: 2 });
  const { rows } = await db.pool.query(
    "SELECT changed_at >= created_at + interval '3 seconds' AS late FROM training_run",
  );
  expect(rows).toEqual([{ late: true }]);
});

test("a line that is missing from the output is taken from the shared folder", async () => {
  const engine = new MemoryEngine();
  const sharedFolder = await fs.mkdtemp(path.join(os.tmpdir(), "swirl-shared-"));
  const run = await addTrainingRun(db, { engine: { sharedFolder } });
  const said = numbered([started(), metrics(1), metrics(2), metrics(3)]);
  const folder = path.join(sharedFolder, "runs", run.key);
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, "events.jsonl"), said.map((event) => `${lineOf(event)}\n`).join(""));
  engine.add(run.jobId);
  engine.say(run.jobId, ...said.filter(({ seq }) => seq !== 2));
  watchWith(engine);
  await until(run.id, { seq: 4 });
  const { rows } = await db.pool.query("SELECT step FROM training_metric WHERE run_id = $1 ORDER BY 1", [run.id]);
  expect(rows.map(({ step }) => step)).toEqual([1, 2, 3]);
  await fs.rm(sharedFolder, { recursive: true });
});
