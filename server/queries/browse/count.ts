import type pg from "pg";
import { z } from "zod";
import { type CappedCount, COUNT_CAP, SEARCH_COUNT_CAP } from "@/domain/browse";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";
import { withinTime } from "./with-timeout";

const PATIENCE_MS = 5_000;
const Row = z.array(z.object({ count: z.int() }));

/** How many trajectories a pool holds: exact up to a cap, which is lower for a text search. */
export async function browseCount(db: pg.Pool, pool: Pool): Promise<CappedCount> {
  const cap = pool.search.trim() === "" ? COUNT_CAP : SEARCH_COUNT_CAP;
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  return cappedCount(db, `SELECT 1 FROM ${from} WHERE ${where}`, bind, cap);
}

/** Counts the rows of a query, at most to `cap`. */
export async function cappedCount(db: pg.Pool, query: string, bind: Bindings, cap: number): Promise<CappedCount> {
  const limit = bind.add(cap + 1);
  const count = await withinTime(db, PATIENCE_MS, async (client) => {
    const { rows } = await client.query(
      `SELECT count(*)::int AS count FROM (${query} LIMIT ${limit}::int) AS counted`,
      bind.values,
    );
    return Row.parse(rows)[0]?.count ?? 0;
  });
  if (count === null) return { count: null, capped: true };
  return { count: Math.min(count, cap), capped: count > cap };
}
