import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { wasCommitted } from "./commit-batch";

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
