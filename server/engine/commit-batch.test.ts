import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type Batch, commitBatch, wasCommitted } from "./commit-batch";
import { leaseChunk } from "./leases";

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const MINE = "00000000-0000-4000-8000-000000000001";
const OTHER = "00000000-0000-4000-8000-000000000002";
let runs = 0;

/** A run with one chunk that MINE has leased, what is written of it, and a batch with one result. */
async function leased() {
  const run = { kind: "rollout", runId: ++runs } as const;
  await pool.query("INSERT INTO run_state (kind, run_id, status, planned) VALUES ('rollout', $1, 'running', 9)", [
    runs,
  ]);
  await pool.query("INSERT INTO run_chunk (kind, run_id, idx, items) VALUES ('rollout', $1, 0, '{1}')", [runs]);
  const chunk = await leaseChunk(pool, MINE, run, []);
  const written: unknown[] = [];
  const open = {
    endpoint: null,
    missing: async () => [],
    perform: () => Promise.reject(new Error("nothing to do")),
    commit: async (_: pg.PoolClient, results: readonly unknown[]) => void written.push(...results),
  };
  const chunkId = chunk?.id ?? 0;
  const result = { data: null, promptTokens: 1, completionTokens: 1 };
  const batch: Batch = { results: [{ result, chunkId }], finished: [], doubtful: [], counters: new Map() };
  const commit = (workerId: string, through: pg.Pool = pool) =>
    commitBatch({ pool: through, workerId, run, open }, batch, () => true);
  const done = async () => {
    const { rows } = await pool.query("SELECT coalesce(sum(done), 0)::int AS done FROM run_pulse WHERE run_id = $1", [
      run.runId,
    ]);
    return rows[0].done;
  };
  return { run, chunkId, written, commit, done };
}

test("what another worker holds is not written, nor anything of a run that was paused", async () => {
  const { run, chunkId, written, commit, done } = await leased();
  expect(await commit(OTHER)).toEqual({ mine: new Set() });
  expect(await done()).toBe(0);
  await pool.query("UPDATE run_state SET status = 'paused' WHERE run_id = $1", [run.runId]);
  expect(await commit(MINE)).toBeNull();
  expect(written).toEqual([]);
  await pool.query("UPDATE run_state SET status = 'running' WHERE run_id = $1", [run.runId]);
  expect(await commit(MINE)).toEqual({ mine: new Set([chunkId]) });
  expect([written.length, await done()]).toEqual([1, 1]);
});

test("a batch is written once though its connection broke after it was committed", async () => {
  const { written, commit, done } = await leased();
  let isBroken = false;
  const connect = async () => {
    const client = await pool.connect();
    const query = async (text: string, values?: unknown[]) => {
      const result = await client.query(text, values);
      if (text !== "COMMIT" || isBroken) return result;
      isBroken = true;
      throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    };
    return { query, release: (isGone: boolean) => client.release(isGone) };
  };
  // Of a pool the commit uses no more than these two, and node-postgres has no way to break a connection on purpose.
  const flaky = { connect, query: (text: string, values: unknown[]) => pool.query(text, values) };
  expect(await commit(MINE, flaky as unknown as pg.Pool)).toMatchObject({ mine: { size: 1 } });
  expect([isBroken, written.length, await done()]).toEqual([true, 1, 1]);
});

test("a chunk that this worker is still letting go of is not leased to it", async () => {
  const { run, chunkId } = await leased();
  await pool.query("UPDATE run_chunk SET state = 'waiting', worker_id = NULL WHERE id = $1", [chunkId]);
  expect(await leaseChunk(pool, MINE, run, [chunkId])).toBeNull();
  expect(await leaseChunk(pool, MINE, run, [])).toMatchObject({ id: chunkId });
});

async function transaction(end: "COMMIT" | "ROLLBACK"): Promise<string> {
  const client = await pool.connect();
  await client.query("BEGIN");
  const { rows } = await client.query("SELECT pg_current_xact_id()::text AS xid");
  await client.query(end);
  client.release();
  return rows[0].xid;
}

test("a transaction's fate is known afterwards", async () => {
  expect(await wasCommitted(pool, await transaction("COMMIT"), () => true)).toBe(true);
  expect(await wasCommitted(pool, await transaction("ROLLBACK"), () => true)).toBe(false);
});

test("one that a crash made the server forget altogether was not committed", async () => {
  const next = BigInt(await transaction("COMMIT")) + 1_000_000n;
  expect(await wasCommitted(pool, String(next), () => true)).toBe(false);
});
