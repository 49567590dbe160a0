/** One unchanging view of the database for an export, on a connection of its own. */
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import type { Db } from "@/server/db";
import { CREATE_CONTEXT_TABLE } from "@/server/queries/export/contexts";
import { CREATE_KEPT_TABLE, type KeptCounts } from "@/server/queries/export/kept";
import { CREATE_PAIR_TABLE } from "@/server/queries/export/pairs";
import { type CopyRow, CopyRows } from "./copy-rows";
import { keepRequested } from "./keep";
import type { ExportRequest } from "./request";

export type Snapshot<Kept extends KeptCounts = KeptCounts> = {
  client: pg.Client;
  kept: Kept;
  /** Rows of a COPY in batches, read no faster than they are asked for */
  rows(select: string): AsyncGenerator<Iterable<CopyRow>>;
  close(): Promise<void>;
};

/**
 * Opens a snapshot in which the temporary table `export_kept` holds the trajectories that the request keeps. COPY takes
 * no parameters; everything a user wrote goes into that table instead. A format may fill the other tables.
 */
export const openSnapshot = (db: Db, request: ExportRequest): Promise<Snapshot> =>
  openSnapshotOf(db, (client) => keepRequested(client, request), "READ ONLY");

/** The same with a table that `keep` fills and counts. What is written in it is committed by `client`'s COMMIT, else undone. */
export async function openSnapshotOf<Kept extends KeptCounts>(
  db: Db,
  keep: (client: pg.Client) => Promise<Kept>,
  access: "READ ONLY" | "READ WRITE",
): Promise<Snapshot<Kept>> {
  // A slow download must not hold one of the connections that pages are served with.
  const client = new pg.Client(db.pool.options);
  client.on("error", (error) => console.warn(`An export lost its database connection: ${error.message}`));
  await client.connect();
  try {
    await client.query([CREATE_KEPT_TABLE, CREATE_CONTEXT_TABLE, CREATE_PAIR_TABLE].join(";"));
    await client.query("SET jit = off");
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ ${access}`);
    const kept = await keep(client);
    return {
      client,
      kept,
      rows: (select) => copyRows(client, select),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function* copyRows(client: pg.Client, select: string): AsyncGenerator<Iterable<CopyRow>> {
  // Steps are read in the order of their key; sorting them would write the whole pool to disk first.
  await client.query("SET LOCAL enable_hashjoin = off");
  const decoder = new CopyRows();
  const stream = client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT binary)`));
  for await (const chunk of stream) yield decoder.push(z.instanceof(Buffer).parse(chunk));
  decoder.end();
}
