/** The engine in this process, with the real rollout executor, against a real server and a real database. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { actOnRun } from "@/server/services/run/act";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "@/server/testing/openai-server/server";
import { Engine } from "./engine";
import { rolloutExecutor } from "./rollout/executor";
import { addEndpoint, makeRun } from "./testing/make-run";
import { expectWholeRun, isDone, waitForRun } from "./testing/watch-run";

let database: TestDatabase;
let db: Db;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function serve(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const server = await startOpenAiServer(options);
  closing.push(() => server.close());
  return server;
}

async function engine(): Promise<Engine> {
  const one = new Engine(database.url, [rolloutExecutor]);
  await one.start();
  closing.push(() => one.stop());
  return one;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a run is carried out to its end", async () => {
  const server = await serve({ latencyMs: 5 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 16 });
  const run = await makeRun(db, { endpointId, questions: 20 });
  await engine();
  const progress = await waitForRun(db, { kind: "rollout", runId: run.id }, isDone);
  await expectWholeRun(db, run.id, 100);
  expect(progress.requests).toBe(server.stats.count);
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(16);
  expect(server.stats.maxInFlight).toBeGreaterThan(10);
});

const progressOf = (runId: number, isIt: Parameters<typeof waitForRun>[2]) =>
  waitForRun(db, { kind: "rollout", runId }, isIt);
const rowsOf = async (runId: number) =>
  (await db.pool.query("SELECT count(*) AS n FROM trajectory WHERE rollout_run_id = $1", [runId])).rows[0].n as number;

test.each(["pause", "cancel"] as const)("%s leaves nothing under way and commits nothing later", async (action) => {
  const server = await serve({ latencyMs: 300 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 32 });
  const run = await makeRun(db, { endpointId, questions: 40 });
  await engine();
  await progressOf(run.id, ({ done }) => done >= 20);
  await actOnRun(db, { kind: "rollout", runId: run.id, action });
  const kept = await rowsOf(run.id);
  await expect.poll(() => server.stats.inFlight, { timeout: 1_000, interval: 10 }).toBe(0);
  const asked = server.stats.count;
  await sleep(700);
  expect([server.stats.count, await rowsOf(run.id)]).toEqual([asked, kept]);
  const chunks = await db.pool.query("SELECT count(*) AS n FROM run_chunk WHERE run_id = $1 AND state = 'leased'", [
    run.id,
  ]);
  expect(chunks.rows[0].n).toBe(0);
  if (action === "cancel") return;
  await actOnRun(db, { kind: "rollout", runId: run.id, action: "resume" });
  await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 200);
});

test("pausing and resuming at any moment loses and doubles nothing", async () => {
  const server = await serve({ latencyMs: 20 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 32 });
  const run = await makeRun(db, { endpointId, questions: 60 });
  await engine();
  for (let turn = 0; turn < 12; turn++) {
    await sleep((turn * 37) % 60);
    await actOnRun(db, { kind: "rollout", runId: run.id, action: "pause" }).catch(() => {});
    await sleep((turn * 13) % 20);
    await actOnRun(db, { kind: "rollout", runId: run.id, action: "resume" }).catch(() => {});
  }
  await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 300);
});

test("an endpoint that stays down pauses the run with the reason; resumed, it goes on where it was", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 8, patienceMs: 1_500 });
  const run = await makeRun(db, { endpointId, questions: 20 });
  let isDown = false;
  server.setFaults((n) => {
    isDown ||= n === 60;
    return isDown ? { kind: "server-error", status: 503 } : null;
  });
  await engine();
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/has given no good reply for .*503.*Press Resume/);
  expect(paused.retries["server-error"]).toBeGreaterThan(0);
  const kept = await rowsOf(run.id);
  expect(kept).toBeGreaterThan(0);
  isDown = false;
  server.setFaults(null);
  await actOnRun(db, { kind: "rollout", runId: run.id, action: "resume" });
  await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 100);
});

test("while its endpoint gives no good reply a run says so, and no time left; then it takes that back", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 4, patienceMs: 600_000 });
  const run = await makeRun(db, { endpointId, questions: 20 });
  server.setFaults((n) => (n > 30 ? { kind: "server-error", status: 503 } : null));
  await engine();
  const troubled = await progressOf(run.id, ({ message }) => message !== null);
  expect(troubled).toMatchObject({ status: "running", secondsLeft: null });
  expect(troubled.message).toMatch(/gives no good reply at the moment: .*503.*after 10.m without one/);
  server.setFaults(null);
  await progressOf(run.id, ({ status, message }) => status === "running" && message === null);
  await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 100);
});

test("a server that is away for a moment costs nothing", async () => {
  const server = await serve({ latencyMs: 10 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 8 });
  const run = await makeRun(db, { endpointId, questions: 20 });
  server.setFaults((n) => (n === 50 || n === 120 ? { kind: "down", milliseconds: 400 } : null));
  await engine();
  const progress = await progressOf(run.id, isDone);
  expect(progress.retries.connection).toBeGreaterThan(0);
  await expectWholeRun(db, run.id, 100);
  expect(progress.ends.refused).toBeUndefined();
});

test("429 with Retry-After: the whole endpoint rests, and the run is made in full", async () => {
  const server = await serve({ latencyMs: 5 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 16 });
  const run = await makeRun(db, { endpointId, questions: 20 });
  const refused: number[] = [];
  const asked: number[] = [];
  server.setFaults((n) => {
    asked.push(performance.now());
    if (n < 40 || n > 200 || n % 40 !== 0) return null;
    refused.push(performance.now());
    return { kind: "rate-limit", retryAfter: 1 };
  });
  await engine();
  const progress = await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 100);
  expect(progress.retries["rate-limited"]).toBe(refused.length);
  // After each refusal there comes a second in which nothing is sent.
  for (const [index, at] of refused.entries()) {
    const after = asked.filter((time) => time >= at && time <= (refused[index + 1] ?? Number.POSITIVE_INFINITY));
    const pauses = after.slice(1).map((time, n) => time - (after[n] ?? time));
    // What was on its way arrives late on a slow machine; without a rest it would be a quarter of a second at most.
    expect(Math.max(...pauses)).toBeGreaterThan(500);
  }
});

test("a question that breaks the server is given up; the others are answered", async () => {
  const server = await serve({ latencyMs: 2 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 8, patienceMs: 60_000 });
  const run = await makeRun(db, { endpointId, questions: 10, samples: 1 });
  server.setFaults((_, { messages }) =>
    messages.some(({ content }) => String(content).startsWith("Question 3:")) ? { kind: "server-error" } : null,
  );
  await engine();
  const progress = await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 10);
  expect(progress.ends.refused).toBe(1);
  const { rows } = await db.pool.query("SELECT message FROM run_failure WHERE run_id = $1 AND kind = 'rollout'", [
    run.id,
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0].message).toMatch(/gave up after \d+ tries/);
});

test("the last question hangs for longer than the endpoint's patience: it is the question's fault, the run does not pause", async () => {
  const server = await serve({ latencyMs: 2 });
  const endpointId = await addEndpoint(db, {
    baseUrl: server.url,
    maxConcurrency: 8,
    timeoutMs: 1_200,
    patienceMs: 1_000,
  });
  const run = await makeRun(db, { endpointId, questions: 4, samples: 1 });
  let hung = 0;
  server.setFaults((_, { messages }) => {
    if (!messages.some(({ content }) => String(content).startsWith("Question 3:"))) return null;
    hung += 1;
    return { kind: "hang" };
  });
  await engine();
  await expect.poll(() => hung, { timeout: 30_000 }).toBe(4);
  const progress = await progressOf(run.id, () => true);
  expect(progress).toMatchObject({ status: "running", done: 3 });
  expect(progress.retries.timeout).toBeGreaterThanOrEqual(2);
  await actOnRun(db, { kind: "rollout", runId: run.id, action: "cancel" });
});

test("a wrong key pauses at once and says so", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 8 });
  const run = await makeRun(db, { endpointId, questions: 10 });
  server.setFaults(() => ({ kind: "unauthorized" }));
  await engine();
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/Incorrect API key provided/);
  expect(server.stats.count).toBeLessThan(20);
  expect(await rowsOf(run.id)).toBe(0);
});

test("an endpoint that refuses everything pauses the run before a trajectory is spent; a refusal among replies does not", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 8 });
  const run = await makeRun(db, { endpointId, questions: 10 });
  server.setFaults(() => ({ kind: "refused", message: "Tools are not enabled." }));
  await engine();
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/refused each of the first \d+ requests: .*Tools are not enabled/);
  expect(await rowsOf(run.id)).toBe(0);
  server.setFaults((n) => (n % 10 === 0 ? { kind: "refused" } : null));
  await actOnRun(db, { kind: "rollout", runId: run.id, action: "resume" });
  const done = await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 50);
  expect(done.ends.refused).toBeGreaterThan(0);
  const few = await makeRun(db, { endpointId, questions: 1, samples: 3 });
  server.setFaults(() => ({ kind: "refused" }));
  await progressOf(few.id, isDone);
  await expectWholeRun(db, few.id, 3);
});

test("an executor's fault pauses the run and names it, once", async () => {
  const broken = {
    kind: "rollout" as const,
    open: async () => ({
      endpoint: null,
      missing: async (items: readonly number[]) => [...items],
      perform: async () => {
        throw new TypeError("no such thing");
      },
      commit: async () => {},
    }),
  };
  const endpointId = await addEndpoint(db, { baseUrl: "http://127.0.0.1:9" });
  const run = await makeRun(db, { endpointId, questions: 10 });
  const one = new Engine(database.url, [broken]);
  await one.start();
  closing.push(() => one.stop());
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/fault of the studio.*no such thing/);
});

test("two runs on one endpoint go forward together", async () => {
  const server = await serve({ latencyMs: 10 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 8 });
  const long = await makeRun(db, { endpointId, questions: 100 });
  await engine();
  await progressOf(long.id, ({ done }) => done > 20);
  const short = await makeRun(db, { endpointId, questions: 20 });
  await progressOf(short.id, isDone);
  const other = await progressOf(long.id, () => true);
  expect(other.done).toBeLessThan(400);
  await actOnRun(db, { kind: "rollout", runId: long.id, action: "cancel" });
  await expectWholeRun(db, short.id, 100);
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(8);
});

test("workers share an endpoint: never more than its concurrency, each its part, and what is edited is followed", async () => {
  const server = await serve({ latencyMs: 20 });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 16 });
  const run = await makeRun(db, { endpointId, questions: 300 });
  await engine();
  await progressOf(run.id, ({ done }) => done > 50);
  const shares = async () =>
    (
      await db.pool.query("SELECT slots FROM endpoint_lease WHERE endpoint_id = $1 ORDER BY slots", [endpointId])
    ).rows.map((row) => row.slots);
  expect(await shares()).toEqual([16]);
  const second = await engine();
  await expect.poll(shares, { timeout: 10_000, interval: 50 }).toEqual([8, 8]);
  await db.pool.query("UPDATE endpoint SET max_concurrency = 6 WHERE id = $1", [endpointId]);
  await expect.poll(shares, { timeout: 10_000, interval: 50 }).toEqual([3, 3]);
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(16);
  await expect.poll(() => server.stats.inFlight, { timeout: 5_000, interval: 5 }).toBeLessThanOrEqual(6);
  await second.stop();
  await expect.poll(shares, { timeout: 10_000, interval: 50 }).toEqual([6]);
  await db.pool.query("UPDATE endpoint SET max_concurrency = 64 WHERE id = $1", [endpointId]);
  await progressOf(run.id, isDone);
  await expectWholeRun(db, run.id, 1500);
  await expect.poll(shares, { timeout: 5_000, interval: 50 }).toEqual([]);
});
