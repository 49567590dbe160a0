/** How much work a pool is for a judge. */
import type pg from "pg";
import { z } from "zod";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({ trajectories: z.int(), steps: z.int(), example: z.int().nullable() });
export type PoolSize = z.infer<typeof Row>;

/** Trajectories and steps, exactly; `example` is a trajectory with steps, or null. */
export async function countPool(db: pg.Pool, pool: Pool): Promise<PoolSize> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const { rows } = await db.query(
    `SELECT count(*) AS trajectories, coalesce(sum(t.num_steps), 0)::bigint AS steps,
       min(t.id) FILTER (WHERE t.num_steps > 0) AS example FROM ${from} WHERE ${where}`,
    bind.values,
  );
  return z.tuple([Row]).parse(rows)[0];
}
