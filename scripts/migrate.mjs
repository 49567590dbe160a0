// Applies prisma/migrations in order, each in its own transaction, agreeing with Prisma's own command line on the lock
// and on the table that records them.
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { describe, Sentence } from "./sentence.mjs";

/** The advisory lock of Prisma Migrate. */
const LOCK = 72707369;

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/**
 * Brings a database up to date and returns the names of the migrations it applied.
 * @param {{ url: string, root: string, log?: (line: string) => void }} options
 * @returns {Promise<string[]>}
 */
export async function migrate({ url, root, log = () => {} }) {
  const migrations = readMigrations(path.join(root, "prisma", "migrations"));
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("SET client_min_messages = warning");
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const pending = await findPending(client, migrations);
    for (const migration of pending) {
      await apply(client, migration);
      log(`Applied migration ${migration.name}`);
    }
    return pending.map(({ name }) => name);
  } finally {
    await client.end().catch(() => {});
  }
}

/** @typedef {{ name: string, sql: string }} Migration */

/** @param {string} folder @returns {Migration[]} in order */
export function readMigrations(folder) {
  return fs
    .readdirSync(folder)
    .filter((name) => fs.existsSync(path.join(folder, name, "migration.sql")))
    .sort()
    .map((name) => ({ name, sql: fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8") }));
}

/** @param {string} text */
function checksum(text) {
  return createHash("sha256").update(text).digest("hex");
}

/** @param {pg.Client} client @param {Migration[]} migrations */
async function findPending(client, migrations) {
  const { rows } = await client.query(
    "SELECT migration_name AS name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const migration = known.get(row.name);
    if (!migration) {
      throw new Sentence(
        `The database has the migration ${row.name}, which this version does not know: it was made by a newer version.`,
      );
    }
    if (!row.finished_at) {
      throw new Sentence(
        `The migration ${row.name} failed half-way in this database: repair it with Prisma's migrate.`,
      );
    }
    // A checkout with CRLF line ends holds the same migration.
    const { sql } = migration;
    const sums = [sql, sql.replaceAll("\r\n", "\n"), sql.replaceAll(/\r?\n/g, "\r\n")].map(checksum);
    if (!sums.includes(row.checksum)) {
      throw new Sentence(
        `The migration ${row.name} was edited after it was applied to this database: ` +
          "restore its migration.sql and put the change in a new migration.",
      );
    }
  }
  const applied = new Set(rows.map((row) => row.name));
  return migrations.filter(({ name }) => !applied.has(name));
}

/** @param {pg.Client} client @param {Migration} migration */
async function apply(client, { name, sql }) {
  await client.query("BEGIN");
  try {
    await applyInTransaction(client, { name, sql });
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw new Sentence(`The migration ${name} failed and changed nothing: ${describe(error)}.`, { cause: error });
  }
}

/** @param {pg.Client} client @param {Migration[]} migrations in a database without any, in the caller's transaction */
export async function applyAll(client, migrations) {
  await client.query(TABLE);
  for (const migration of migrations) await applyInTransaction(client, migration);
}

/** @param {pg.Client} client @param {Migration} migration */
async function applyInTransaction(client, { name, sql }) {
  const startedAt = new Date();
  await client.query(sql);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
     VALUES ($1, $2, $3, now(), $4, 1)`,
    [randomUUID(), checksum(sql), startedAt, name],
  );
}
