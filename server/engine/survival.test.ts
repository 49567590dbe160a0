/** What is killed in the middle of a run, and what is left of the run: real processes, a real server, real signals. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { migrate } from "@/scripts/migrate.mjs";
import { findPlace } from "@/scripts/postgres/place.mjs";
import { findRunning } from "@/scripts/postgres/server.mjs";
import { openDatabase } from "@/scripts/postgres.mjs";
import { makeCheckout, REPOSITORY } from "@/scripts/testing/checkout";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type OpenAiServer, startOpenAiServer } from "@/server/testing/openai-server/server";
import { FAULT_FACTOR } from "@/server/testing/process-that-dies";
import { addEndpoint, makeRun } from "./testing/make-run";
import { expectWholeRun, isDone, waitForRun } from "./testing/watch-run";
import { startWorker, type WorkerProcess } from "./testing/worker-process";

const PATIENCE_MS = 40_000 * FAULT_FACTOR;

let database: TestDatabase;
let db: Db;
let server: OpenAiServer;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end("SIGKILL")));
  await server.close();
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

function work(url: string): WorkerProcess {
  const worker = startWorker(url);
  workers.push(worker);
  return worker;
}

/** How many completions each life lasts: the same ones every time. */
const lives = (seed: number, count: number) =>
  fc.sample(fc.integer({ min: 1, max: 90 }), { seed, numRuns: count * FAULT_FACTOR });

/** Whether the server has been asked so many times more. */
const asked = (more: number) => {
  const until = server.stats.count + more;
  return expect.poll(() => server.stats.count, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(until);
};

test(
  "a worker killed ten times during a run of 500 trajectories: exactly 500, none lost, none twice",
  async () => {
    server = await startOpenAiServer({ latencyMs: 10 });
    const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 32 });
    const planned = 500 * FAULT_FACTOR;
    const run = await makeRun(db, { endpointId, questions: planned / 5 });
    for (const life of lives(4, 10)) {
      const worker = work(database.url);
      await asked(life);
      await worker.end("SIGKILL");
    }
    const ref = { kind: "rollout" as const, runId: run.id };
    const before = await waitForRun(db, ref, () => true);
    expect(before.done).toBeLessThan(planned);
    work(database.url);
    await waitForRun(db, ref, isDone, PATIENCE_MS);
    await expectWholeRun(db, run.id, planned);
    expect(server.stats.maxInFlight).toBeLessThanOrEqual(32);
  },
  300_000 * FAULT_FACTOR,
);

test("SIGTERM: what is done is kept, chunks and slots are given back, and it ends at once", async () => {
  server = await startOpenAiServer({ latencyMs: 50 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 32 });
  const run = await makeRun(db, { endpointId, questions: 100 });
  const worker = work(database.url);
  await asked(200);
  expect(await worker.end("SIGTERM")).toBeLessThan(3_000);
  const { rows } = await db.pool.query(
    `SELECT (SELECT count(*) FROM run_chunk WHERE run_id = $1 AND state = 'leased') AS leased,
       (SELECT count(*) FROM endpoint_lease WHERE endpoint_id = $2) AS shares,
       (SELECT count(*) FROM trajectory WHERE rollout_run_id = $1) AS kept`,
    [run.id, endpointId],
  );
  expect(rows[0]).toMatchObject({ leased: 0, shares: 0 });
  expect(rows[0].kept).toBeGreaterThan(0);
  expect(server.stats.inFlight).toBe(0);
  await db.pool.query("DELETE FROM run_state WHERE run_id = $1", [run.id]);
});

test(
  "PostgreSQL killed and started again, three times during a run: nothing lost, nothing twice",
  async () => {
    const checkout = makeCheckout();
    const own = await openDatabase({ root: checkout.root, given: "" });
    let ownDb: Db | null = null;
    try {
      await migrate({ url: own.url, root: REPOSITORY });
      ownDb = connect(own.url);
      server = await startOpenAiServer({ latencyMs: 20 });
      const endpointId = await addEndpoint(ownDb, { baseUrl: server.url, maxConcurrency: 32 });
      const planned = 500 * FAULT_FACTOR;
      const run = await makeRun(ownDb, { endpointId, questions: planned / 5 });
      work(own.url);
      for (const life of lives(7, 3)) {
        await asked(150 + life);
        process.kill(findRunning(findPlace(checkout.root).data)?.pid ?? 0, "SIGKILL");
        await expect.poll(() => own.revive().catch(() => null), { timeout: 20_000, interval: 50 }).not.toBeNull();
      }
      await waitForRun(ownDb, { kind: "rollout", runId: run.id }, isDone, PATIENCE_MS);
      await expectWholeRun(ownDb, run.id, planned);
    } finally {
      await Promise.all(workers.splice(0).map((worker) => worker.end("SIGKILL")));
      await ownDb?.close();
      await own.close();
      checkout.remove();
    }
  },
  300_000 * FAULT_FACTOR,
);

test("a worker that is stopped for a while: another takes over, and what it wakes up with is dropped", async () => {
  server = await startOpenAiServer({ latencyMs: 100 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 8 });
  const run = await makeRun(db, { endpointId, questions: 100 });
  const sleeper = work(database.url);
  await asked(50);
  process.kill(sleeper.pid, "SIGSTOP");
  work(database.url);
  await asked(100);
  process.kill(sleeper.pid, "SIGCONT");
  await waitForRun(db, { kind: "rollout", runId: run.id }, isDone, 120_000);
  await expectWholeRun(db, run.id, 500);
  // What the sleeper had asked for was still under way at the server when another took its slots.
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(16);
});
