import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { browseCount } from "@/server/queries/browse/count";
import { searchState } from "@/server/queries/browse/search-state";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { indexSearch } from "./definitions";
import { enqueue } from "./enqueue";
import { indexSearchWords, searchableWords } from "./index-search";
import { installQueue } from "./install";
import { sweepInterruptedWork } from "./sweep-interrupted";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  await db.pool.query(`
    INSERT INTO question_set (id, key, name) VALUES (1, 'a', 'Set A');
    INSERT INTO rollout_run (id, key, name) VALUES (1, 'r', 'Run');
    INSERT INTO question (id, question_set_id, key, text, answers, content_hash) VALUES (1, 1, 'q', 'Q', '{}', '')`);
});
beforeEach(() =>
  db.pool.query("TRUNCATE trajectory, step, step_search; DELETE FROM fact WHERE key = 'search-indexed-to'"),
);
afterAll(async () => {
  await db.close();
  await database.drop();
});

type Client = Pick<Db["pool"], "query">;
async function addTrajectory(client: Client, words: string): Promise<number> {
  const { rows } = await client.query(
    `INSERT INTO trajectory (id, rollout_run_id, question_id, question_set_id, sample_index, num_steps, end_state,
       tool_calls, prompt, content_hash)
     SELECT id, 1, 1, 1, id, 1, 'answered', '{}', '[]', '' FROM nextval('trajectory_id_seq') AS taken (id)
     RETURNING id`,
  );
  const { id } = rows[0];
  const action = JSON.stringify({ role: "assistant", content: words });
  await client.query(
    "INSERT INTO step (trajectory_id, idx, action, tool_calls, context_hash) VALUES ($1, 0, $2, '{}', 0)",
    [id, action],
  );
  return id;
}
const found = async (search: string) => (await browseCount(db.pool, { ...EMPTY_POOL, search })).count;
const notIndexed = async () => (await searchState(db.pool, "river")).notIndexed.count;

test("finds words once they are indexed, and says what is not", async () => {
  for (let n = 0; n < 250; n++) await addTrajectory(db.pool, n % 2 === 0 ? "The rivers were crossed" : "A mountain");
  expect(await found("river")).toBe(0);
  expect(await notIndexed()).toBe(250);
  expect(await indexSearchWords(db.pool)).toBe(250);
  expect(await found("river")).toBe(125);
  expect(await found("mountain OR river")).toBe(250);
  expect(await found("river -crossed")).toBe(0);
  expect(await notIndexed()).toBe(0);
  expect(await indexSearchWords(db.pool)).toBe(0);
});

test("finds trajectories that are committed after later ones", async () => {
  const slow = await db.pool.connect();
  await slow.query("BEGIN");
  await addTrajectory(slow, "a river");
  await addTrajectory(db.pool, "another river");
  expect(await indexSearchWords(db.pool)).toBe(1);
  expect(await found("river")).toBe(1);
  await slow.query("COMMIT");
  slow.release();
  expect(await notIndexed()).toBe(1);
  expect(await indexSearchWords(db.pool)).toBe(1);
  expect(await found("river")).toBe(2);
  await addTrajectory(db.pool, "third river");
  expect(await Promise.all([indexSearchWords(db.pool), indexSearchWords(db.pool)])).toEqual(
    expect.arrayContaining([0, 1]),
  );
  expect(await found("river")).toBe(3);
});

test("finds the first trajectory of a new database, where there was nothing to index before", async () => {
  await db.pool.query("ALTER SEQUENCE trajectory_id_seq RESTART");
  expect(await indexSearchWords(db.pool)).toBe(0);
  expect(await addTrajectory(db.pool, "river")).toBe(1);
  expect(await indexSearchWords(db.pool)).toBe(1);
});

test("stops between batches when asked to", async () => {
  for (let n = 0; n < 3; n++) await addTrajectory(db.pool, "river");
  expect(await indexSearchWords(db.pool, AbortSignal.abort())).toBe(0);
  expect(await indexSearchWords(db.pool)).toBe(3);
});

test("takes words that PostgreSQL would refuse", async () => {
  const words = `nul \0 half \ud83d pair 😀 ${"distinct".repeat(10)}`;
  expect(searchableWords(JSON.stringify({ role: "assistant", content: words }))).toContain("half   pair 😀");
  await addTrajectory(db.pool, `${Array.from({ length: 60_000 }, (_, n) => n.toString(36)).join(" ")} river`);
  await addTrajectory(db.pool, "half \ud83d river");
  expect(await indexSearchWords(db.pool)).toBe(2);
  expect(await found("half")).toBe(1);
});

test("jobs wait in the queue once, and only if it is installed and the caller commits", async () => {
  await enqueue(db.pool, indexSearch, {});
  await Promise.all([installQueue(database.url), installQueue(database.url)]);
  const waiting = async () => (await db.pool.query("SELECT count(*)::int AS n FROM graphile_worker.jobs")).rows[0].n;
  const client = await db.pool.connect();
  await client.query("BEGIN");
  await enqueue(client, indexSearch, {});
  await client.query("ROLLBACK");
  client.release();
  expect(await waiting()).toBe(0);
  await enqueue(db.pool, indexSearch, {});
  await enqueue(db.pool, indexSearch, {});
  expect(await waiting()).toBe(1);
});

test("silent imports and exports are marked as failed", async () => {
  await db.pool.query(`
    INSERT INTO import (file_name, status, heartbeat_at) VALUES ('dead', 'running', now() - interval '2 minutes'),
      ('alive', 'running', now()), ('done', 'done', now() - interval '2 minutes');
    INSERT INTO export (format, request, status, file_name, heartbeat_at)
      VALUES ('studio', '{}', 'running', 'dead', now() - interval '2 minutes')`);
  expect(await sweepInterruptedWork(db.pool)).toBe(2);
  const { rows } = await db.pool.query("SELECT file_name, status, message FROM import ORDER BY id");
  expect(rows).toEqual([
    { file_name: "dead", status: "failed", message: "interrupted: nothing was kept; import the file again" },
    { file_name: "alive", status: "running", message: null },
    { file_name: "done", status: "done", message: null },
  ]);
});
