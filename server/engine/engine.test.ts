/** The engine in this process, with the real rollout executor, against a real server and a real database. */
import { expect, test } from "vitest";
import { actOnRun } from "@/server/services/run/act";
import { addEndpoint, makeRun } from "./testing/make-run";
import { useEngine } from "./testing/use-engine";
import { expectWholeRun, isDone } from "./testing/watch-run";

const { own, serve, engine, progressOf, rowsOf } = useEngine();

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a run is carried out to its end", async () => {
  // Long enough for a slow machine to have as many under way as it may
  const server = await serve({ latencyMs: 80 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 16 });
  const run = await makeRun(own.db, { endpointId, questions: 20 });
  await engine();
  const progress = await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 100);
  expect(progress.requests).toBe(server.stats.count);
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(16);
  expect(server.stats.maxInFlight).toBeGreaterThan(10);
});

test.each(["pause", "cancel"] as const)("%s leaves nothing under way and commits nothing later", async (action) => {
  const server = await serve({ latencyMs: 300 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 32 });
  const run = await makeRun(own.db, { endpointId, questions: 40 });
  await engine();
  await progressOf(run.id, ({ done }) => done >= 20);
  await actOnRun(own.db, { kind: "rollout", runId: run.id, action });
  const kept = await rowsOf(run.id);
  await expect.poll(() => server.stats.inFlight, { timeout: 1_000, interval: 10 }).toBe(0);
  const asked = server.stats.count;
  await sleep(700);
  expect([server.stats.count, await rowsOf(run.id)]).toEqual([asked, kept]);
  const chunks = await own.db.pool.query("SELECT count(*) AS n FROM run_chunk WHERE run_id = $1 AND state = 'leased'", [
    run.id,
  ]);
  expect(chunks.rows[0].n).toBe(0);
  if (action === "cancel") return;
  await actOnRun(own.db, { kind: "rollout", runId: run.id, action: "resume" });
  await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 200);
});

test("pausing and resuming at any moment loses and doubles nothing", async () => {
  const server = await serve({ latencyMs: 20 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 32 });
  const run = await makeRun(own.db, { endpointId, questions: 60 });
  await engine();
  for (let turn = 0; turn < 12; turn++) {
    await sleep((turn * 37) % 60);
    await actOnRun(own.db, { kind: "rollout", runId: run.id, action: "pause" }).catch(() => {});
    await sleep((turn * 13) % 20);
    await actOnRun(own.db, { kind: "rollout", runId: run.id, action: "resume" }).catch(() => {});
  }
  await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 300);
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
  const endpointId = await addEndpoint(own.db, { baseUrl: "http://127.0.0.1:9" });
  const run = await makeRun(own.db, { endpointId, questions: 10 });
  await engine(broken);
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/fault of the studio.*no such thing/);
});
