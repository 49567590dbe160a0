import type pg from "pg";
import { z } from "zod";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";

const Part = z.object({
  id: z.int(),
  key: z.string(),
  name: z.string(),
  isSample: z.boolean(),
  trajectories: z.int(),
});
const Row = z.object({ questionSets: z.array(Part), rolloutRuns: z.array(Part) });
/** The question sets and rollout runs a pool draws from, with how many of its trajectories come from each. */
export type MakeUp = z.infer<typeof Row>;

export async function poolMakeUp(db: pg.ClientBase, pool: Pool): Promise<MakeUp> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const partsOf = (table: string, column: string) =>
    `SELECT coalesce(json_agg(json_build_object('id', p.id, 'key', p.key, 'name', p.name, 'isSample', p.is_sample,
       'trajectories', c.trajectories) ORDER BY p.id), '[]')::jsonb
     FROM (SELECT ${column} AS id, sum(trajectories) AS trajectories FROM counts GROUP BY 1) c JOIN ${table} p USING (id)`;
  const { rows } = await db.query(
    `WITH counts AS (
       SELECT t.question_set_id, t.rollout_run_id, count(*) AS trajectories FROM ${from} WHERE ${where} GROUP BY 1, 2
     )
     SELECT (${partsOf("question_set", "question_set_id")}) AS "questionSets",
       (${partsOf("rollout_run", "rollout_run_id")}) AS "rolloutRuns"`,
    bind.values,
  );
  return Row.parse(rows[0]);
}
