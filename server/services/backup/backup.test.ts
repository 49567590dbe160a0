import { access, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPromise } from "yauzl";
import { StudioError } from "@/domain/errors";
import { applyAll, readMigrations } from "@/scripts/migrate.mjs";
import { connect } from "@/server/db";
import { zipOf } from "@/server/formats/testing";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { expectWhole } from "@/server/testing/whole";
import { openBackup } from "./backup";
import { restoreBackup } from "./restore";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const { own, run, one } = useImports();
let folder = "";
let file = "";
const targets: TestDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "swirl-backup-"));
  file = path.join(folder, "studio.zip");
  await run(smallPool("p", { samples: 30, version: 1 }));
  await own.db.pool.query(`INSERT INTO corpus (key, name) VALUES ('odd', E'a\\tb\\n\\\\N"')`);
  // A number that was given and is not there any more.
  await own.db.pool.query("DELETE FROM corpus; INSERT INTO corpus (key, name) VALUES ('odd', E'a\\tb\\n\\\\N\"')");
  await writeFile(file, await backedUp());
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const target of targets) await target.drop();
});

async function backedUp(): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of (await openBackup(own.db, "0.1.0+test")).chunks) blocks.push(block);
  return Buffer.concat(blocks);
}

async function target(): Promise<string> {
  const made = await createTestDatabase();
  targets.push(made);
  return made.url;
}

/** Each table's rows as one fingerprint, and the number that comes next where one counts. */
async function contentOf(url: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const content: Record<string, unknown> = {};
    const { rows } = await client.query(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
    );
    for (const { name } of rows) {
      const found = await client.query(
        `SELECT count(*)::int AS n, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS hash FROM "${name}" t`,
      );
      content[name] = found.rows[0];
    }
    const numbers = await client.query(
      "SELECT sequencename, last_value::int FROM pg_sequences WHERE schemaname = 'public'",
    );
    return { ...content, numbers: numbers.rows.sort((a, b) => (a.sequencename < b.sequencename ? -1 : 1)) };
  } finally {
    await client.end();
  }
}

test("what was backed up is what is restored, row by row, and goes on counting", async () => {
  const url = await target();
  const before = await contentOf(own.db.pool.options.connectionString ?? "");
  const restored = await restoreBackup(url, file, { root: ROOT, replace: false });
  expect(await contentOf(url)).toEqual(before);
  expect(restored.rows).toBe(
    Object.values(before).reduce<number>((sum, table) => sum + ((table as { n?: number }).n ?? 0), 0),
  );
  const db = connect(url);
  try {
    await expectWhole(db);
    const { rows } = await db.pool.query("INSERT INTO corpus (key, name) VALUES ('next', 'Next') RETURNING id");
    expect(rows[0].id).toBe((await one("SELECT max(id) + 1 AS id FROM corpus")).id);
    // Constraints and triggers are there again.
    await expect(
      db.pool.query("INSERT INTO passage (corpus_id, title, body, hash) VALUES (999, '', '', '')"),
    ).rejects.toThrow();
  } finally {
    await db.close();
  }
});

test("a database that holds something, or that a studio uses, is not overwritten unasked", async () => {
  const url = await target();
  await restoreBackup(url, file, { root: ROOT, replace: false });
  const before = await contentOf(url);
  const again = (replace: boolean) => restoreBackup(url, file, { root: ROOT, replace });
  await expect(again(false)).rejects.toThrow(/not empty.*--replace/);
  const studio = connect(url);
  await studio.pool.query("SELECT 1");
  await expect(again(true)).rejects.toThrow(/stop it first/);
  await studio.close();
  await again(true);
  expect(await contentOf(url)).toEqual(before);
});

test("a file that is damaged, cut short or something else changes nothing", async () => {
  const url = await target();
  const before = await contentOf(url);
  const whole = await readFile(file);
  const damaged = Buffer.from(whole);
  const name = "tables/step.copy";
  const inside = whole.indexOf(name) + name.length + 100;
  damaged.writeUInt8(damaged.readUInt8(inside) ^ 0xff, inside);
  const files: [string, Buffer][] = [
    ["damaged", damaged],
    ["short", whole.subarray(0, whole.length - 100)],
    ["text", Buffer.from("no zip at all")],
    ["empty", Buffer.alloc(0)],
  ];
  for (const [called, content] of files) {
    const broken = path.join(folder, called);
    await writeFile(broken, content);
    await expect(restoreBackup(url, broken, { root: ROOT, replace: true }), called).rejects.toThrow(/backup/);
  }
  await expect(restoreBackup(url, path.join(folder, "nowhere"), { root: ROOT, replace: true })).rejects.toThrow(
    /nowhere/,
  );
  expect(await contentOf(url)).toEqual(before);
});

/** The entries of a zip file by name. */
async function entriesOf(zip: string): Promise<Map<string, Buffer>> {
  const opened = await openPromise(zip, { autoClose: false });
  const entries = new Map<string, Buffer>();
  for await (const entry of opened.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await opened.openReadStreamPromise(entry)) parts.push(part);
    entries.set(entry.fileName, Buffer.concat(parts));
  }
  opened.close();
  return entries;
}

type Told = { tables: { name: string; columns: string[] }[]; sequences: Record<string, number> };

test("a backup that was altered to reach elsewhere is refused, and writes no file and no row", async () => {
  const url = await target();
  const before = await contentOf(url);
  const whole = await entriesOf(file);
  const manifest = JSON.parse(String(whole.get("manifest.json")));
  const zipped = (told: Told, names: (name: string) => string = (name) => name) =>
    zipOf(
      [...whole].map(([name, content]) => ({
        name: names(name),
        content: name === "manifest.json" ? JSON.stringify(told) : content,
      })),
    );
  const altered = (change: (told: Told) => void) => {
    const told = structuredClone(manifest);
    change(told);
    return zipped(told);
  };
  const table = (name: string) => ({ ...manifest.tables[0], name });
  const files: [string, Buffer][] = [
    ["entries above the folder", zipped(manifest, (name) => `../../${name}`)],
    [
      "one entry above the folder",
      zipped(manifest, (name) => (name === "tables/step.copy" ? "../../step.copy" : name)),
    ],
    ["absolute entries", zipped(manifest, (name) => (name === "tables/step.copy" ? "/tmp/step.copy" : name))],
    ["entries with backslashes", zipped(manifest, (name) => name.replace("tables/step", "tables\\..\\..\\step"))],
    ["an entry with NUL", zipped(manifest, (name) => name.replace("step", "st\0ep"))],
    ["a table that is a path", altered(({ tables }) => void tables.push(table("../../etc/passwd")))],
    ["a table that is SQL", altered(({ tables }) => void tables.push(table('step"; DROP TABLE step; --')))],
    ["the list of migrations", altered(({ tables }) => void tables.push(table("_prisma_migrations")))],
    ["a table of the database itself", altered(({ tables }) => void tables.push(table("pg_authid")))],
    ["a table twice", altered(({ tables }) => void tables.push(table(manifest.tables[0].name)))],
    ["a table less", altered(({ tables }) => void tables.pop())],
    ["a column that is SQL", altered(({ tables }) => void tables[0]?.columns.push("id\") FROM PROGRAM 'id'; --"))],
    ["a sequence that is SQL", altered((told) => void Object.assign(told.sequences, { "a.b'); --": 1 }))],
  ];
  const outside = path.resolve(folder, "../../step.copy");
  for (const [called, content] of files) {
    const bad = path.join(folder, "altered.zip");
    await writeFile(bad, content);
    const refusal = await restoreBackup(url, bad, { root: ROOT, replace: true }).catch((error) => error);
    expect(refusal, called).toBeInstanceOf(StudioError);
    expect(refusal.message, called).toMatch(/backup/);
    await expect(access(outside)).rejects.toThrow();
  }
  expect(await contentOf(url)).toEqual(before);
  await writeFile(path.join(folder, "same.zip"), zipped(manifest));
  expect((await restoreBackup(url, path.join(folder, "same.zip"), { root: ROOT, replace: true })).rows).toBeGreaterThan(
    0,
  );
});

test("a backup of an earlier version is brought up to date; one of a later version is refused", async () => {
  const earlier = path.join(folder, "earlier");
  await cp(path.join(ROOT, "prisma", "migrations"), path.join(earlier, "prisma", "migrations"), { recursive: true });
  const newest = readMigrations(path.join(earlier, "prisma", "migrations")).at(-1)?.name ?? "";
  await rm(path.join(earlier, "prisma", "migrations", newest), { recursive: true });
  const old = await target();
  const client = new pg.Client({ connectionString: old });
  await client.connect();
  await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await applyAll(client, readMigrations(path.join(earlier, "prisma", "migrations")));
  await client.query("INSERT INTO corpus (key, name) VALUES ('old', 'Old')");
  await client.end();
  const db = connect(old);
  const blocks: Buffer[] = [];
  for await (const block of (await openBackup(db, "0.0.9")).chunks) blocks.push(block);
  await db.close();
  const oldFile = path.join(folder, "old.zip");
  await writeFile(oldFile, Buffer.concat(blocks));

  const url = await target();
  await restoreBackup(url, oldFile, { root: ROOT, replace: false });
  const now = connect(url);
  const { rows } = await now.pool.query(
    "SELECT key FROM corpus UNION ALL SELECT migration_name FROM _prisma_migrations",
  );
  expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(["old", newest]));
  await now.close();
  await expect(restoreBackup(url, file, { root: earlier, replace: true })).rejects.toThrow(/newer version/);
});
