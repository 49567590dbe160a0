import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { poolFromOptions } from "./pool-options";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test("a page's query string is the pool of that page", async () => {
  const pool = await poolFromOptions(db, { pool: "?judge=4&set=2&min-steps=3&sort=-steps&columns=question" });
  expect(pool).toEqual({ ...EMPTY_POOL, judge: 4, sets: [2], minSteps: 3 });
});

test("naming runs is no condition: the pool is what the judging run was made on", async () => {
  expect(await poolFromOptions(db, { pool: "judge=4&labels=7" })).toEqual({
    ...EMPTY_POOL,
    judge: 4,
    labels: 7,
    scope: 4,
  });
});

test("a parameter that is unknown or cannot be read is refused, or too much would be taken", async () => {
  await expect(poolFromOptions(db, { pool: "judge=4&sets=2" })).rejects.toThrow("no parameter sets");
  await expect(poolFromOptions(db, { pool: "judge=4&set=x" })).rejects.toThrow("cannot read set");
});
