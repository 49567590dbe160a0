/** Reads a pool into the columns that filters decide over (domain/filtering/pool-table.ts). */
import type pg from "pg";
import { z } from "zod";
import { partOfTable } from "@/domain/filtering/part";
import { NO_CONTEXTS, type PoolTable } from "@/domain/filtering/pool-table";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";
import { keptColumns, readStamps, type Source, type Stamps } from "./kept-columns";
import { readRows, readSteps } from "./table-columns";

export type ReadOptions = {
  /** Whether the columns of contexts and tool calls are read; without, they hold nothing */
  withContexts?: boolean;
};

/** A table whose columns are, or are parts of, kept ones. */
type Kept = {
  stamps: Stamps;
  whole: PoolTable;
  /** Rows of the whole, ascending; null: all of them */
  rows: Int32Array | null;
};
const origins = new WeakMap<PoolTable, Kept>();

/** Where a table's columns come from; null where it was read by itself. */
export const originOf = (table: PoolTable): Kept | null => origins.get(table) ?? null;

const ROWS: Source[] = ["trajectory"];
const STEPS: Source[] = ["trajectory", "step"];

/**
 * The caller holds a snapshot: all columns of one table come from the same view of the database. A pool that is a good
 * part of the database is taken out of the whole, which stays in memory.
 */
export async function readPoolTable(
  client: pg.ClientBase,
  pool: Pool,
  { withContexts = true }: ReadOptions = {},
): Promise<PoolTable> {
  const stamps = await readStamps(client);
  const isKept =
    keptColumns.has("trajectories", ROWS, stamps) && (!withContexts || keptColumns.has("steps", STEPS, stamps));
  if (!isKept && !(await isLargePart(client, pool))) return readTable(client, pool, withContexts);
  const rows = await keptColumns.get("trajectories", ROWS, stamps, () => readRows(client, EMPTY_POOL));
  const steps = withContexts
    ? await keptColumns.get("steps", STEPS, stamps, () => readSteps(client, EMPTY_POOL, rows))
    : NO_CONTEXTS;
  const whole = { ...rows, ...steps };
  const chosen = await readChosen(client, pool, whole);
  const table = chosen === null ? whole : partOfTable(whole, chosen);
  origins.set(table, { stamps, whole, rows: chosen });
  return table;
}

async function readTable(client: pg.ClientBase, pool: Pool, withContexts: boolean): Promise<PoolTable> {
  const rows = await readRows(client, pool);
  return { ...rows, ...(withContexts ? await readSteps(client, pool, rows) : NO_CONTEXTS) };
}

const Sizes = z.tuple([z.object({ pool: z.int(), all: z.int() })]);
/** Reading so much of a database takes about as long as reading all of it. */
const LARGE_PART = 1 / 4;

async function isLargePart(client: pg.ClientBase, pool: Pool): Promise<boolean> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  if (where === "true") return true;
  const { rows } = await client.query(
    `SELECT (SELECT count(*) FROM ${from} WHERE ${where}) AS pool, (SELECT count(*) FROM trajectory) AS all`,
    bind.values,
  );
  const [{ pool: chosen, all }] = Sizes.parse(rows);
  return chosen >= LARGE_PART * all;
}

const Ids = z.tuple([z.object({ ids: z.instanceof(Buffer).nullable() })]);

/** The pool's rows in the whole table; null for all of them. One value of bytes: a million rows take a second to parse. */
async function readChosen(client: pg.ClientBase, pool: Pool, whole: PoolTable): Promise<Int32Array | null> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  if (where === "true") return null;
  const { rows } = await client.query(
    `SELECT string_agg(int4send(t.id), ''::bytea ORDER BY t.id) AS ids FROM ${from} WHERE ${where}`,
    bind.values,
  );
  const [{ ids }] = Ids.parse(rows);
  const chosen = new Int32Array((ids?.length ?? 0) / 4);
  let row = 0;
  for (let index = 0; index < chosen.length; index += 1) {
    const id = ids?.readInt32BE(4 * index) ?? 0;
    while (row < whole.size && (whole.id[row] ?? 0) < id) row += 1;
    if (whole.id[row] !== id) throw new Error(`Trajectory ${id} is not among those that are kept in memory.`);
    chosen[index] = row;
  }
  return chosen;
}
