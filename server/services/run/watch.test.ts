import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { notifyRuns } from "./start";
import { createProgressFeed, type ProgressFeed } from "./watch";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterEach(() => db.pool.query("DELETE FROM run_state"));
afterAll(async () => {
  await db.close();
  await database.drop();
});

const begin = (runId: number) =>
  db.pool.query("INSERT INTO run_state (kind, run_id, status, planned) VALUES ('rollout', $1, 'running', 10)", [runId]);

/** Watches and answers the next list at each call. */
function watcher(feed: ProgressFeed) {
  const stop = new AbortController();
  const lists = feed.watch(stop.signal);
  const next = async () => (await lists.next()).value?.map((run) => [run.runId, run.done]);
  /** As tRPC does when the page goes */
  const leave = () => {
    stop.abort();
    return lists.return(undefined);
  };
  return { next, leave };
}

test("says the whole list at first and after every change, to everybody", async () => {
  const feed = createProgressFeed(db.pool, 20);
  const [one, two] = [watcher(feed), watcher(feed)];
  expect(await one.next()).toEqual([]);
  expect(await two.next()).toEqual([]);
  await begin(1);
  expect(await one.next()).toEqual([[1, 0]]);
  expect(await two.next()).toEqual([[1, 0]]);
  await db.pool.query("INSERT INTO run_pulse (kind, run_id, at, done) VALUES ('rollout', 1, now(), 2)");
  expect(await one.next()).toEqual([[1, 2]]);
  // Who comes later begins with what is now.
  const three = watcher(feed);
  expect(await three.next()).toEqual([[1, 2]]);
  await Promise.all([one, two, three].map((each) => each.leave()));
  expect(feed.size).toBe(0);
});

test("a notification is heard long before the clock strikes", async () => {
  const feed = createProgressFeed(db.pool, 600_000);
  const one = watcher(feed);
  expect(await one.next()).toEqual([]);
  const listens = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN swirl_run'";
  await vi.waitFor(async () => expect((await db.pool.query(listens)).rowCount).toBe(1), { timeout: 10_000 });
  await begin(2);
  await notifyRuns(db.pool);
  expect(await one.next()).toEqual([[2, 0]]);
  await one.leave();
});

test("ends with the page that watches, also while nothing changes", async () => {
  const feed = createProgressFeed(db.pool, 20);
  const one = watcher(feed);
  await one.next();
  const pending = one.next();
  await sleep(30);
  expect(feed.size).toBe(1);
  void one.leave();
  await expect(pending).rejects.toMatchObject({ name: "AbortError" });
  expect(feed.size).toBe(0);
});

test("a database that cannot be read ends the streams, and the next one works", async () => {
  const gone = connect(database.url);
  await gone.close();
  const broken = createProgressFeed(gone.pool, 20);
  await expect(watcher(broken).next()).rejects.toThrow(/pool/);
  await vi.waitFor(() => expect(broken.size).toBe(0));
});
