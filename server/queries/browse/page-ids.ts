import type pg from "pg";
import { z } from "zod";
import type { Direction, Position } from "@/domain/browse";
import type { Pool, Sort } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";
import { beyond, orderBy, sortKey } from "./sort";
import { queryWalkingFirst } from "./walk-first";

const Row = z.object({ id: z.int(), key: z.string().nullable() });

/**
 * The next `limit` trajectories of a pool after a position, or before it (then nearest first). Only ids and sort keys:
 * what a row shows is read for the page alone, never for everything that is sorted.
 */
export async function pageIds(
  db: pg.PoolClient,
  request: { pool: Pool; sort: Sort; position: Position | null; direction: Direction; limit: number },
): Promise<Position[]> {
  const { pool, sort, position, direction, limit } = request;
  const bind = new Bindings();
  const key = sortKey(sort);
  const { from, where } = poolSql(pool, bind, key.joins);
  const further = position ? beyond(sort, direction, position, bind) : "true";
  const text = `SELECT t.id, ${key.text} AS key FROM ${from} WHERE ${where} AND ${further}
    ORDER BY ${orderBy(sort, direction)} LIMIT ${bind.add(limit)}::int`;
  const readsLabels = /^LEFT JOIN/m.test(from);
  const rows =
    key.isIndexed && readsLabels
      ? await queryWalkingFirst(db, text, bind.values)
      : (await db.query(text, bind.values)).rows;
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({ by: sort.by, ...row }));
}

/** How many trajectories of the pool stand before a position; null if more than `cap`. */
export async function countBefore(
  db: pg.Pool | pg.PoolClient,
  request: { pool: Pool; sort: Sort; position: Position; cap: number },
): Promise<number | null> {
  const { pool, sort, position, cap } = request;
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind, sortKey(sort).joins);
  const before = beyond(sort, "before", position, bind);
  const { rows } = await db.query(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${from} WHERE ${where} AND ${before}
     LIMIT ${bind.add(cap + 1)}::int) AS before`,
    bind.values,
  );
  const count = z.array(z.object({ count: z.int() })).parse(rows)[0]?.count ?? 0;
  return count > cap ? null : count;
}
