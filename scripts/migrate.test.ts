import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { migrate } from "./migrate.mjs";

let root: string;
let database: TestDatabase;
let client: pg.Client;

beforeEach(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "swirl-migrations-"));
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
});

afterEach(async () => {
  await client.end();
  await database.drop();
  fs.rmSync(root, { recursive: true });
});

function write(name: string, sql: string) {
  const folder = path.join(root, "prisma", "migrations", name);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "migration.sql"), sql);
}

const run = () => migrate({ url: database.url, root });
const has = async (table: string) => (await client.query("SELECT to_regclass($1) AS found", [table])).rows[0].found;

test("applies what is new, in order, once, even when two start together", async () => {
  write("0002_second", "ALTER TABLE one ADD COLUMN two int;");
  write("0001_first", "CREATE TABLE one (id int);");
  const applied = await Promise.all([run(), run()]);
  expect(applied.flat()).toEqual(["0001_first", "0002_second"]);
  write("0003_third", "CREATE TABLE three (id int);");
  expect(await run()).toEqual(["0003_third"]);
  const { rows } = await client.query(
    "SELECT migration_name, length(checksum), finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1",
  );
  expect(rows.map((row) => [row.migration_name, row.length, row.finished])).toEqual([
    ["0001_first", 64, true],
    ["0002_second", 64, true],
    ["0003_third", 64, true],
  ]);
});

test("a migration that fails leaves nothing, and those before it stay", async () => {
  write("0001_first", "CREATE TABLE one (id int);");
  write("0002_broken", "CREATE TABLE two (id int); SELECT 1 / 0;");
  await expect(run()).rejects.toThrow("The migration 0002_broken failed and changed nothing: division by zero.");
  expect([await has("one"), await has("two")]).toEqual(["one", null]);
  write("0002_broken", "CREATE TABLE two (id int);");
  expect(await run()).toEqual(["0002_broken"]);
});

test("an edited or unknown migration is named", async () => {
  write("0001_first", "CREATE TABLE one (id int);\n");
  await run();
  write("0001_first", "CREATE TABLE one (id int);\r\n");
  expect(await run()).toEqual([]);
  write("0001_first", "CREATE TABLE one (id bigint);\n");
  await expect(run()).rejects.toThrow(/0001_first was edited after it was applied/);
  fs.renameSync(path.join(root, "prisma/migrations/0001_first"), path.join(root, "prisma/migrations/0001_other"));
  await expect(run()).rejects.toThrow(/0001_first, which this version does not know/);
});
