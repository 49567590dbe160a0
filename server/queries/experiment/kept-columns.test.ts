/** What stays in memory is what the database holds, in the view of whoever asks. */
import fc from "fast-check";
import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { EMPTY_POOL, Pool } from "@/domain/pool";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { arbitraryPool } from "@/server/testing/filtering/pool";
import { recordsOf } from "@/server/testing/filtering/records";
import { useImports } from "@/server/testing/small-pool";
import { readJudgeColumn, readOutcomeColumn } from "./columns";
import { KeptColumns, keptColumns, readStamps } from "./kept-columns";
import { originOf, readPoolTable } from "./pool-table";
import { readRows, readSteps } from "./table-columns";

const { own, run, one } = useImports();
const WITH_SCORES = { withScores: true };

beforeAll(async () => {
  const [first = [], second = []] = fc.sample(arbitraryPool, { numRuns: 2, seed: 7 });
  await run(recordsOf("a", first));
  await run(recordsOf("b", second));
});

const idOf = async (table: string, key: string): Promise<number> =>
  (await one(`SELECT id FROM ${table} WHERE key = $1`, [key])).id;

/** Table, rulings, scores and outcomes of a pool, through what is kept. */
async function readKept(client: pg.ClientBase, pool: Pool) {
  const table = await readPoolTable(client, pool);
  const judge = await readJudgeColumn(client, table, await idOf("judging_run", "a-judge-0"), WITH_SCORES);
  const outcome = await readOutcomeColumn(client, table, await idOf("labelling_run", "a-labels-0"));
  return { table, judge, outcome };
}

/** The same, read from the rows by itself. */
async function readAnew(client: pg.ClientBase, pool: Pool) {
  const rows = await readRows(client, pool);
  const table = { ...rows, ...(await readSteps(client, pool, rows)) };
  const judge = await readJudgeColumn(client, table, await idOf("judging_run", "a-judge-0"), WITH_SCORES);
  const outcome = await readOutcomeColumn(client, table, await idOf("labelling_run", "a-labels-0"));
  return { table, judge, outcome };
}

/** A part keeps the names of its whole. */
function withNames<T extends Awaited<ReturnType<typeof readAnew>>>({ table, ...more }: T) {
  const { tool, toolNames, ...columns } = table;
  return { ...more, columns, tools: Array.from(tool, (index) => toolNames[index]) };
}

test("parts of what is kept are what their rows say", async () => {
  const runs = [await idOf("rollout_run", "a-run")];
  const pools = [{}, { runs }, { maxSteps: 2 }, { outcome: ["correct"] }, { runs, minSteps: 1_000 }];
  await inSnapshot(own.db.pool, async (client) => {
    await readPoolTable(client, EMPTY_POOL);
    for (const pool of pools.map((asked) => Pool.parse(asked))) {
      const kept = await readKept(client, pool);
      expect(originOf(kept.table)).not.toBeNull();
      expect(withNames(kept)).toEqual(withNames(await readAnew(client, pool)));
    }
  });
});

const WRITES: [source: string, sql: string][] = [
  ["trajectory", "UPDATE trajectory SET prompt_tokens = coalesce(prompt_tokens, 0) + 1"],
  ["step", "UPDATE step SET prompt_tokens = 7 WHERE idx = 0"],
  ["judgment", "UPDATE judgment SET reasonable = ~reasonable, unreasonable = ~unreasonable"],
  ["verdict", "UPDATE verdict SET score = 100 - score"],
  ["outcome", "UPDATE outcome SET correct = NOT correct"],
  ["outcome", "DELETE FROM outcome o USING labelling_run r WHERE r.id = o.labelling_run_id AND r.key = 'a-labels-0'"],
  ["trajectory", "DELETE FROM trajectory WHERE sample_index = 0"],
];

test.each(WRITES)("what is kept of %s goes when somebody writes: %s", async (_, sql) => {
  const before = await inSnapshot(own.db.pool, (client) => readKept(client, EMPTY_POOL));
  const client = await own.db.pool.connect();
  try {
    await client.query("BEGIN");
    const { rowCount } = await client.query(sql);
    expect(rowCount).toBeGreaterThan(0);
    // Others see nothing of it yet, and keep what they have.
    const meanwhile = await inSnapshot(own.db.pool, (reader) => readKept(reader, EMPTY_POOL));
    expect(meanwhile.table.id).toBe(before.table.id);
    expect(meanwhile.judge.rating).toBe(before.judge.rating);
    await client.query("ROLLBACK");
    const afterwards = await inSnapshot(own.db.pool, (reader) => readKept(reader, EMPTY_POOL));
    expect(afterwards.outcome.correct).toBe(before.outcome.correct);
    await client.query(sql);
  } finally {
    client.release();
  }
  await inSnapshot(own.db.pool, async (reader) => {
    const kept = withNames(await readKept(reader, EMPTY_POOL));
    expect(kept).toEqual(withNames(await readAnew(reader, EMPTY_POOL)));
    expect(kept).not.toEqual(withNames(before));
  });
});

test("an older view of the database gets what it sees, after a newer one was kept", async () => {
  const old = await own.db.pool.connect();
  try {
    await old.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const seen = withNames(await readAnew(old, EMPTY_POOL));
    await own.db.pool.query("UPDATE outcome SET value = 0.125");
    await inSnapshot(own.db.pool, (client) => readKept(client, EMPTY_POOL));
    expect(withNames(await readKept(old, EMPTY_POOL))).toEqual(seen);
    await old.query("COMMIT");
  } finally {
    old.release();
  }
});

test("few transactions are remembered, however many there were", async () => {
  for (let n = 0; n < 20; n += 1) await own.db.pool.query("UPDATE outcome SET value = 0.5");
  const { touches } = await one("SELECT count(*)::int AS touches FROM data_touch");
  expect(touches).toBeLessThanOrEqual(2 * 5);
});

test("a transaction with the number of a restored one is told apart by its time", async () => {
  const client = await own.db.pool.connect();
  try {
    const stampNow = async () => (await readStamps(client)).of.outcome;
    await client.query("BEGIN");
    await client.query("DELETE FROM data_touch WHERE source = 'outcome'");
    await client.query("INSERT INTO data_touch VALUES ('outcome', pg_current_xact_id()::text::bigint, '2020-01-01')");
    const restored = await stampNow();
    await client.query("UPDATE outcome SET value = 0.5");
    expect(await stampNow()).not.toBe(restored);
    await client.query("ROLLBACK");
  } finally {
    client.release();
  }
});

test("what was not asked for longest goes when there is too much, and what broke is read again", async () => {
  const kept = new KeptColumns(25);
  const stamps = await inSnapshot(own.db.pool, readStamps);
  const read = async () => ({ column: new Int8Array(10) });
  for (const name of ["one", "two", "one", "three"]) await kept.get(name, ["step"], stamps, read);
  expect(["one", "two", "three"].map((name) => kept.has(name, ["step"], stamps))).toEqual([true, false, true]);
  const failing = kept.get("four", ["step"], stamps, () => Promise.reject(new Error("connection lost")));
  const waiting = kept.get("four", ["step"], stamps, read);
  await expect(failing).rejects.toThrow("connection lost");
  expect(await waiting).toEqual({ column: new Int8Array(10) });
});

test("a small part of a database that nothing is kept of is read by itself", async () => {
  await own.db.pool.query("UPDATE trajectory SET prompt_tokens = 1");
  await inSnapshot(own.db.pool, async (client) => {
    const table = await readPoolTable(client, Pool.parse({ minSteps: 1_000 }));
    expect(originOf(table)).toBeNull();
    expect(keptColumns.has("trajectories", ["trajectory"], await readStamps(client))).toBe(false);
  });
});
