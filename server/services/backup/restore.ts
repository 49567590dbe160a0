/** Puts a backup in the place of everything in the database, in one transaction: it is all there, or nothing changed. */
import { createHash } from "node:crypto";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { applyAll, readMigrations } from "@/scripts/migrate.mjs";
import { BackupManifest, entryOf, MANIFEST } from "./manifest";

const MANIFEST_BYTES = 4 << 20;
const Constraints = z.array(z.object({ table: z.string(), name: z.string(), definition: z.string() }));
const Names = z.array(z.object({ name: z.string() }));
const Counted = z.tuple([z.object({ n: z.int() })]);

export type Restored = { tables: number; rows: number; createdAt: string };

/**
 * Throws invalid for a file that is no whole backup or of a newer version; conflict where the database holds something
 * and `replace` is not given, or where a studio uses it.
 */
export async function restoreBackup(
  url: string,
  file: string,
  { root, replace }: { root: string; replace: boolean },
): Promise<Restored> {
  const zip = await openZip(file);
  const client = new pg.Client({ connectionString: url, application_name: "swirl-studio-restore" });
  client.on("error", () => {});
  try {
    const entries = await listEntries(zip);
    const manifest = await readManifest(zip, entries);
    const migrations = readMigrations(path.join(root, "prisma", "migrations"));
    const known = new Set(migrations.map(({ name }) => name));
    const unknown = manifest.migrations.find((name) => !known.has(name));
    if (unknown)
      throw invalid(`It was made by a newer version of the studio (${manifest.codeVersion}): update this one first.`);
    const had = new Set(manifest.migrations);
    await client.connect();
    await client.query("BEGIN");
    await requireFree(client, replace);
    await client.query(
      "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS graphile_worker CASCADE; CREATE SCHEMA public",
    );
    await client.query("SET LOCAL client_min_messages = warning");
    await applyAll(
      client,
      migrations.filter(({ name }) => had.has(name)),
    );
    await requireSameTables(client, manifest);
    await fill(client, zip, entries, manifest);
    await applyAll(
      client,
      migrations.filter(({ name }) => !had.has(name)),
    );
    await client.query("COMMIT");
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    return { tables: manifest.tables.length, rows, createdAt: manifest.createdAt };
  } finally {
    zip.close();
    await client.end().catch(() => {});
  }
}

const invalid = (message: string) => new StudioError("invalid", message);
const damaged = (error: unknown): never => {
  if (error instanceof StudioError) throw error;
  throw invalid(`This is no whole backup (${error instanceof Error ? error.message : error}): take another copy.`);
};

const openZip = (file: string): Promise<ZipFile> => openPromise(file, { autoClose: false }).catch(damaged);

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    damaged(error);
  }
  return entries;
}

async function readManifest(zip: ZipFile, entries: Map<string, Entry>): Promise<BackupManifest> {
  const entry = entries.get(MANIFEST);
  if (!entry || entry.uncompressedSize > MANIFEST_BYTES) throw invalid("This file is no backup of a studio.");
  const parts: Buffer[] = [];
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part);
    return BackupManifest.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
  } catch (error) {
    return damaged(error);
  }
}

/** Nobody may work in what is about to go. */
async function requireFree(client: pg.Client, replace: boolean): Promise<void> {
  const users = await client.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'swirl-studio%'`,
  );
  if (Counted.parse(users.rows)[0].n > 0)
    throw new StudioError("conflict", "A studio uses this database: stop it first, all its workers, too.");
  if (replace) return;
  const held = await client.query(
    `SELECT (SELECT count(*) FROM question_set) + (SELECT count(*) FROM rollout_run) + (SELECT count(*) FROM model)
       + (SELECT count(*) FROM endpoint) + (SELECT count(*) FROM saved_view) AS n`,
  );
  if (Counted.parse(held.rows)[0].n > 0)
    throw new StudioError(
      "conflict",
      "The database is not empty. Make a backup of it if you want to keep it, then say --replace: what it holds will be gone.",
    );
}

/**
 * A backup holds the tables that the database had, with nothing left out, and no other: not the list of migrations, by
 * which the studio would believe whatever it says.
 */
async function requireSameTables(client: pg.Client, manifest: BackupManifest): Promise<void> {
  const { rows } = await client.query(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
  );
  const here = new Set(Names.parse(rows).map(({ name }) => name));
  const told = manifest.tables.map(({ name }) => name);
  const foreign = told.find((name) => !here.has(name));
  if (foreign) throw invalid(`This is no backup of a studio: it has no table ${foreign}.`);
  const missing = [...here].find((name) => !told.includes(name));
  if (missing) throw invalid(`This is no whole backup: the table ${missing} is missing.`);
  if (told.length !== here.size) throw invalid("This is no whole backup: it names a table twice.");
}

/** Constraints and triggers look at rows in the order in which they came; here they come table by table. */
async function fill(client: pg.Client, zip: ZipFile, entries: Map<string, Entry>, manifest: BackupManifest) {
  const { rows } = await client.query(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  const constraints = Constraints.parse(rows);
  for (const { table, name } of constraints) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`);
  for (const table of manifest.tables) {
    await client.query(`ALTER TABLE "${table.name}" DISABLE TRIGGER USER`);
    // Some come with the migrations, such as the facts.
    await client.query(`DELETE FROM "${table.name}"`);
    await copyIn(client, zip, entries.get(entryOf(table.name)), table);
    await client.query(`ALTER TABLE "${table.name}" ENABLE TRIGGER USER`);
  }
  for (const { table, name, definition } of constraints)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT "${name}" ${definition}`);
  await setSequences(client, manifest.sequences);
}

async function copyIn(
  client: pg.Client,
  zip: ZipFile,
  entry: Entry | undefined,
  { name, columns, rows, sha256 }: BackupManifest["tables"][number],
): Promise<void> {
  if (!entry) throw invalid(`This is no whole backup: the table ${name} is missing.`);
  const hash = createHash("sha256");
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const list = columns.map((column) => `"${column}"`).join(", ");
  const into = client.query(copyFrom(`COPY "${name}" (${list}) FROM STDIN`));
  try {
    await pipeline(await zip.openReadStreamPromise(entry), measure, into);
  } catch (error) {
    damaged(error);
  }
  if (hash.digest("hex") !== sha256 || into.rowCount !== rows)
    throw invalid(`The table ${name} in it is damaged: take another copy of the backup.`);
}

/** So that the next number is one that no row has or had. */
async function setSequences(client: pg.Client, sequences: BackupManifest["sequences"]): Promise<void> {
  for (const [name, value] of Object.entries(sequences)) {
    const [table, column] = name.split(".");
    await client.query("SELECT setval(pg_get_serial_sequence($1, $2), $3)", [table, column, value]);
  }
}
