import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { finishRun } from "@/server/engine/leases";
import { actOnRun } from "@/server/services/run/act";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { readCurrentProgress, readProgress } from "./progress";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterEach(() => db.pool.query("TRUNCATE run_state CASCADE"));
afterAll(async () => {
  await db.close();
  await database.drop();
});

const run = { kind: "rollout", runId: 1 } as const;

/** A run that began so many seconds ago and was last resumed so many seconds ago. */
async function insertRun(begun: number, resumed = begun) {
  await db.pool.query(
    `INSERT INTO run_state (kind, run_id, status, planned, created_at, changed_at)
     VALUES ('rollout', 1, 'running', 1000, now() - $1 * interval '1 second', now() - $2 * interval '1 second')`,
    [begun, resumed],
  );
}
/** As the engine writes it: what was committed in the ten seconds that hold this moment. */
const pulse = (secondsAgo: number, done: number) =>
  db.pool.query(
    `INSERT INTO run_pulse (kind, run_id, at, done, completion_tokens)
     VALUES ('rollout', 1, to_timestamp(floor(extract(epoch FROM now() - $1 * interval '1 second') / 10) * 10), $2, $2 * 100)
     ON CONFLICT (kind, run_id, at) DO UPDATE SET done = run_pulse.done + excluded.done`,
    [secondsAgo, done],
  );

test("the rate is that of the last minute", async () => {
  await insertRun(3_600);
  for (let ago = 600; ago >= 70; ago -= 10) await pulse(ago, 100);
  for (let ago = 60; ago >= 0; ago -= 10) await pulse(ago, 20);
  const progress = await readProgress(db.pool, run);
  expect(progress?.done).toBe(54 * 100 + 7 * 20);
  // Two a second; the pulse that is under way counts as whole, with between nought and ten seconds of its time.
  expect(progress?.rate).toBeGreaterThan(1.9);
  expect(progress?.rate).toBeLessThan(2.5);
  expect((progress?.tokenRate ?? 0) / (progress?.rate ?? 1)).toBeCloseTo(100);
});

test("a run just resumed has no rate yet, rather than that of the work before", async () => {
  await insertRun(100, 4);
  for (let ago = 90; ago >= 10; ago -= 10) await pulse(ago, 1_000);
  expect((await readProgress(db.pool, run))?.rate).toBeNull();
});

test("the ten seconds in which a run was resumed hold work from before, and are left out", async () => {
  const tenSeconds = "to_timestamp(floor(extract(epoch FROM now()) / 10) * 10 - 20)";
  await insertRun(100);
  await db.pool.query(`UPDATE run_state SET changed_at = ${tenSeconds} + interval '5 seconds'`);
  await db.pool.query(
    `INSERT INTO run_pulse (kind, run_id, at, done, completion_tokens) VALUES ('rollout', 1, ${tenSeconds}, 1000, 0)`,
  );
  expect((await readProgress(db.pool, run))?.rate).toBeNull();
});

test("a run that waited for a worker is measured from its first work", async () => {
  await insertRun(50);
  await pulse(10, 10);
  await pulse(0, 10);
  // Over some twenty seconds, not fifty
  expect((await readProgress(db.pool, run))?.rate).toBeGreaterThan(0.9);
});

test("what little was done says nothing of the rate; the time left is that of what is missing", async () => {
  await insertRun(30);
  await pulse(20, 2);
  expect(await readProgress(db.pool, run)).toMatchObject({ rate: null, secondsLeft: null });
  await pulse(20, 598);
  const progress = await readProgress(db.pool, run);
  expect((progress?.secondsLeft ?? 0) * (progress?.rate ?? 0)).toBeCloseTo(400);
});

test("the rate of a run that is over is that of the time it was running", async () => {
  await insertRun(100);
  await pulse(90, 120);
  await actOnRun(db, { ...run, action: "pause" });
  // A night's pause, then twenty seconds more
  await db.pool.query("UPDATE run_state SET changed_at = now() - interval '8 hours'");
  await actOnRun(db, { ...run, action: "resume" });
  expect((await readProgress(db.pool, run))?.rate).toBeNull();
  await db.pool.query("UPDATE run_state SET changed_at = now() - interval '20 seconds'");
  await finishRun(db.pool, run);
  const progress = await readProgress(db.pool, run);
  expect(progress).toMatchObject({ status: "done", secondsLeft: null });
  expect(progress?.rate).toBeCloseTo(1, 0);
  expect(progress?.tokenRate).toBeCloseTo(100 * (progress?.rate ?? 0));
});

test("the rate of a cancelled run", async () => {
  await insertRun(50);
  await pulse(10, 100);
  await actOnRun(db, { ...run, action: "cancel" });
  expect((await readProgress(db.pool, run))?.rate).toBeCloseTo(2, 1);
});

test("what ended long ago is not current, what is paused is", async () => {
  await db.pool.query(
    `INSERT INTO run_state (kind, run_id, status, planned, finished_at) VALUES
     ('rollout', 1, 'done', 5, now() - interval '1 hour'), ('rollout', 2, 'done', 5, now()),
     ('judging', 3, 'paused', 5, NULL), ('labelling', 4, 'cancelled', 5, now() - interval '1 hour')`,
  );
  const current = await readCurrentProgress(db.pool);
  expect(current.map((each) => each.runId).sort()).toEqual([2, 3]);
});
