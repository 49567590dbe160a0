/** How many trajectories of a pool are on which question set, and which metric each set names. */
import type pg from "pg";
import { z } from "zod";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({ id: z.int(), name: z.string(), metric: z.string().nullable(), trajectories: z.int() });
export type PoolSet = z.infer<typeof Row>;

/** The set with most trajectories first. */
export async function readPoolSets(db: pg.Pool, pool: Pool): Promise<PoolSet[]> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const { rows } = await db.query(
    `SELECT s.id, s.name, s.metric, n.trajectories
     FROM (SELECT t.question_set_id AS id, count(*) AS trajectories FROM ${from} WHERE ${where} GROUP BY 1) n
     JOIN question_set s ON s.id = n.id ORDER BY n.trajectories DESC, s.name, s.id`,
    bind.values,
  );
  return z.array(Row).parse(rows);
}

const IdRow = z.object({ id: z.int() });

/** Some trajectories of a pool, always the same ones, spread over it. */
export async function pickFromPool(db: pg.Pool, pool: Pool, count: number): Promise<number[]> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const { rows } = await db.query(
    `SELECT t.id FROM ${from} WHERE ${where} ORDER BY hashint4(t.id), t.id LIMIT ${bind.add(count)}::int`,
    bind.values,
  );
  return z
    .array(IdRow)
    .parse(rows)
    .map(({ id }) => id);
}
