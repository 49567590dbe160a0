/** What the committer does with the chunks of its results, on a real database. */
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { Chunk } from "./chunk";
import { Committer } from "./committer";
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

const WORKER = "00000000-0000-4000-8000-000000000001";
let runs = 0;

/** Leases a chunk of two pieces, commits them one by one with the database lost so often in between; how it ends. */
async function commitTwo(lossesBetween: number) {
  const run = { kind: "rollout", runId: ++runs } as const;
  await pool.query("INSERT INTO run_state (kind, run_id, status, planned) VALUES ('rollout', $1, 'running', 2)", [
    runs,
  ]);
  await pool.query("INSERT INTO run_chunk (kind, run_id, idx, items) VALUES ('rollout', $1, 0, '{1,2}')", [runs]);
  const leased = await leaseChunk(pool, WORKER, run, []);
  let losses = 3;
  const chunk = new Chunk(leased?.id ?? 0, [1, 2], losses);
  chunk.remaining = 2;
  const written: unknown[] = [];
  const finished: Chunk[] = [];
  const faults: unknown[] = [];
  const committer = new Committer({
    pool,
    workerId: WORKER,
    run,
    open: {
      endpoint: null,
      missing: async () => [],
      perform: () => Promise.reject(new Error("nothing to do")),
      commit: async (_, results) => void written.push(...results),
    },
    losses: () => losses,
    onCommitted: (_, ended) => finished.push(...ended),
    onStopped: () => faults.push("stopped"),
    onFault: (error) => faults.push(error),
  });
  for (let piece = 0; piece < 2; piece++) {
    committer.add({ data: piece, promptTokens: 0, completionTokens: 0 }, chunk);
    await committer.drain();
    if (piece === 0) losses += lossesBetween;
  }
  const { rows } = await pool.query("SELECT state, worker_id FROM run_chunk WHERE run_id = $1", [run.runId]);
  expect(faults).toEqual([]);
  return { written: written.length, finished: finished.map(({ id }) => id === leased?.id), ...rows[0] };
}

test("a chunk whose last piece is committed is done", async () => {
  expect(await commitTwo(0)).toEqual({ written: 2, finished: [true], state: "done", worker_id: null });
});

test("where the database was lost since its lease, what was confirmed may be gone: it is looked at once more", async () => {
  expect(await commitTwo(1)).toEqual({ written: 2, finished: [true], state: "waiting", worker_id: null });
});
