import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { importCommand } from "./import";

let database: TestDatabase;
let db: Db;
let folder = "";
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  folder = await mkdtemp(join(tmpdir(), "swirl-import-"));
});
afterAll(async () => {
  await db.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

test("nothing is imported where one of the files is not there", async () => {
  const file = join(folder, "questions.jsonl");
  await writeFile(file, '{"question":"What is 2 + 2?","answer":"4"}\n');
  await expect(importCommand([file, join(folder, "none.jsonl")], db)).rejects.toThrow("cannot read");
  expect((await db.pool.query("SELECT id FROM import")).rows).toEqual([]);
  expect(await importCommand([file], db)).toBe(0);
});
