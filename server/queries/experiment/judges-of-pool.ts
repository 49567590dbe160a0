/** The judging runs that ruled on trajectories of a pool, those with most of them first. */
import type pg from "pg";
import { z } from "zod";
import type { Pool } from "@/domain/pool";
import { Count, Id } from "../library/row-types";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({ id: Id, trajectories: Count });
export type JudgeOfPool = z.infer<typeof Row>;

export async function listJudgesOfPool(db: pg.Pool, pool: Pool): Promise<JudgeOfPool[]> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const { rows } = await db.query(
    `SELECT judged.judging_run_id AS id, count(*) AS trajectories
     FROM (SELECT t.id FROM ${from} WHERE ${where}) AS pool JOIN judgment judged ON judged.trajectory_id = pool.id
     GROUP BY 1 ORDER BY 2 DESC, 1 DESC`,
    bind.values,
  );
  return z.array(Row).parse(rows);
}
