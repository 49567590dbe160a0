/** What PostgreSQL needs at least for a table's rows: COPY into the same table without indexes or constraints. */
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Db } from "@/server/db";
import { timed } from "../sampling";

/** Milliseconds of each table, from its file's first byte to the commit. One table at a time is on disk twice. */
export async function copyPlainly(db: Db, tables: readonly string[], file: string): Promise<Map<string, number>> {
  const client = await db.pool.connect();
  try {
    const taken = new Map<string, number>();
    await client.query("CREATE SCHEMA plain");
    for (const table of tables) {
      await pipeline(client.query(copyTo(`COPY public.${table} TO STDOUT`)), createWriteStream(file));
      await makeBare(client, table);
      await client.query("CHECKPOINT");
      taken.set(table, await timed(() => load(client, table, file)));
      await client.query(`DROP TABLE plain.${table}`);
    }
    await client.query("DROP SCHEMA plain");
    return taken;
  } finally {
    client.release();
    await rm(file, { force: true });
  }
}

async function makeBare(client: pg.PoolClient, table: string): Promise<void> {
  await client.query(`CREATE TABLE plain.${table} (LIKE public.${table} INCLUDING STORAGE INCLUDING COMPRESSION)`);
  // How long a row may be before it is taken apart is no part of LIKE.
  const { rows } = await client.query<{ option: string }>(
    "SELECT unnest(reloptions) AS option FROM pg_class WHERE oid = $1::regclass",
    [`public.${table}`],
  );
  for (const { option } of rows) await client.query(`ALTER TABLE plain.${table} SET (${option})`);
}

async function load(client: pg.PoolClient, table: string, file: string): Promise<void> {
  const rows = createReadStream(file, { highWaterMark: 1 << 20 });
  await pipeline(rows, client.query(copyFrom(`COPY plain.${table} FROM STDIN`)));
}
