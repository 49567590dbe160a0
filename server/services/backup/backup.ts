/** The whole database as one zip file: every table as COPY writes it, in one snapshot, beside a running studio. */
import { createHash } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { ZipFile } from "yazl";
import { z } from "zod";
import type { Db } from "@/server/db";
import { type BackupManifest, entryOf, MANIFEST } from "./manifest";

const Columns = z.array(z.object({ name: z.string(), columns: z.array(z.string()) }));
const Sequences = z.array(z.object({ column: z.string(), value: z.int() }));
const Names = z.array(z.object({ name: z.string() }));

/** Tables of the studio with the columns that hold something of their own */
const TABLES = `SELECT c.relname AS name, jsonb_agg(a.attname ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  GROUP BY c.relname ORDER BY c.relname`;

/** Those that have given a number */
const SEQUENCES = `SELECT d.refobjid::regclass || '.' || a.attname AS column, s.last_value AS value
  FROM pg_sequences s JOIN pg_depend d ON d.objid = (quote_ident(s.schemaname) || '.' || quote_ident(s.sequencename))::regclass
    AND d.deptype = 'a' AND d.classid = 'pg_class'::regclass
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE s.schemaname = 'public' AND s.last_value IS NOT NULL ORDER BY 1`;
const LINE_END = 0x0a;

export type Backup = { chunks: AsyncIterable<Buffer>; manifest: () => BackupManifest };

/** Read no faster than it is asked for. The manifest is complete once all chunks are read. */
export async function openBackup(db: Db, codeVersion: string): Promise<Backup> {
  const client = new pg.Client(db.pool.options);
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const tables = Columns.parse((await client.query(TABLES)).rows);
    const applied = await client.query(
      "SELECT migration_name AS name FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name",
    );
    const manifest: BackupManifest = {
      ...{ format: "swirl-studio-backup", version: 1, createdAt: new Date().toISOString(), codeVersion },
      migrations: Names.parse(applied.rows).map(({ name }) => name),
      sequences: Object.fromEntries(
        Sequences.parse((await client.query(SEQUENCES)).rows).map(({ column, value }) => [column, value]),
      ),
      tables: [],
    };
    return { chunks: zipOf(client, tables, manifest), manifest: () => manifest };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function* zipOf(
  client: pg.Client,
  tables: z.infer<typeof Columns>,
  manifest: BackupManifest,
): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const output = new PassThrough();
  // Whatever breaks on the way breaks the file.
  zip.on("error", (error) => output.destroy(error as Error));
  try {
    for (const { name, columns } of tables)
      zip.addReadStreamLazy(entryOf(name), { forceZip64Format: true }, (done) => {
        const hash = createHash("sha256");
        const list = columns.map((column) => `"${column}"`).join(", ");
        const rows = client.query(copyTo(`COPY "${name}" (${list}) TO STDOUT`));
        const table = { name, columns, rows: 0, sha256: "" };
        rows.on("data", (chunk: Buffer) => {
          hash.update(chunk);
          // COPY writes a line end in a value as an escape.
          table.rows += chunk.reduce((ends, byte) => ends + (byte === LINE_END ? 1 : 0), 0);
        });
        rows.on("error", (error) => output.destroy(error));
        rows.on("end", () => {
          manifest.tables.push({ ...table, sha256: hash.digest("hex") });
        });
        done(null, rows.pipe(new PassThrough()));
      });
    zip.addReadStreamLazy(MANIFEST, {}, (done) =>
      done(null, Readable.from([Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)])),
    );
    zip.end();
    pipeline(zip.outputStream as Readable, output).catch(() => {});
    for await (const chunk of output) yield chunk;
  } finally {
    output.destroy();
    await client.end();
  }
}
