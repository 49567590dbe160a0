/** Runs and workers that share one endpoint. */
import { expect, test } from "vitest";
import { actOnRun } from "@/server/services/run/act";
import { addEndpoint, makeRun } from "./testing/make-run";
import { useEngine } from "./testing/use-engine";
import { expectWholeRun, isDone } from "./testing/watch-run";

const { own, serve, engine, progressOf } = useEngine();

test("two runs on one endpoint go forward together", async () => {
  const server = await serve({ latencyMs: 10 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 8 });
  const long = await makeRun(own.db, { endpointId, questions: 100 });
  await engine();
  await progressOf(long.id, ({ done }) => done > 20);
  const short = await makeRun(own.db, { endpointId, questions: 20 });
  await progressOf(short.id, isDone);
  const other = await progressOf(long.id, () => true);
  expect(other.done).toBeLessThan(400);
  await actOnRun(own.db, { kind: "rollout", runId: long.id, action: "cancel" });
  await expectWholeRun(own.db, short.id, 100);
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(8);
});

test("workers share an endpoint: never more than its concurrency, each its part, and what is edited is followed", async () => {
  const server = await serve({ latencyMs: 20 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 16 });
  const run = await makeRun(own.db, { endpointId, questions: 300 });
  await engine();
  await progressOf(run.id, ({ done }) => done > 50);
  const shares = async () =>
    (
      await own.db.pool.query("SELECT slots FROM endpoint_lease WHERE endpoint_id = $1 ORDER BY slots", [endpointId])
    ).rows.map((row) => row.slots);
  expect(await shares()).toEqual([16]);
  const second = await engine();
  await expect.poll(shares, { timeout: 10_000, interval: 50 }).toEqual([8, 8]);
  await own.db.pool.query("UPDATE endpoint SET max_concurrency = 6 WHERE id = $1", [endpointId]);
  await expect.poll(shares, { timeout: 10_000, interval: 50 }).toEqual([3, 3]);
  expect(server.stats.maxInFlight).toBeLessThanOrEqual(16);
  await expect.poll(() => server.stats.inFlight, { timeout: 5_000, interval: 5 }).toBeLessThanOrEqual(6);
  await second.stop();
  await expect.poll(shares, { timeout: 10_000, interval: 50 }).toEqual([6]);
  await own.db.pool.query("UPDATE endpoint SET max_concurrency = 64 WHERE id = $1", [endpointId]);
  await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 1500);
  await expect.poll(shares, { timeout: 5_000, interval: 50 }).toEqual([]);
});
