/** How many of a pool's trajectories two judging runs have judged, and a pool's part that both have. */
import type pg from "pg";
import { z } from "zod";
import type { Pool } from "@/domain/pool";
import { ProcessLabel } from "@/domain/verdict";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({ both: z.int(), onlyA: z.int(), onlyB: z.int(), neither: z.int() });
export type Judged = z.infer<typeof Row>;

export async function countJudged(client: pg.ClientBase, pool: Pool, runs: { a: number; b: number }): Promise<Judged> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const join = (alias: string, run: number) =>
    `LEFT JOIN judgment ${alias} ON ${alias}.trajectory_id = pool.id AND ${alias}.judging_run_id = ${bind.add(run)}::int`;
  const { rows } = await client.query(
    `SELECT count(*) FILTER (WHERE va.process IS NOT NULL AND vb.process IS NOT NULL) AS both,
       count(*) FILTER (WHERE va.process IS NOT NULL AND vb.process IS NULL) AS "onlyA",
       count(*) FILTER (WHERE va.process IS NULL AND vb.process IS NOT NULL) AS "onlyB",
       count(*) FILTER (WHERE va.process IS NULL AND vb.process IS NULL) AS neither
     FROM (SELECT t.id FROM ${from} WHERE ${where}) AS pool ${join("va", runs.a)} ${join("vb", runs.b)}`,
    bind.values,
  );
  return z.tuple([Row]).parse(rows)[0];
}

/**
 * The part of a pool that both have judged, where its own conditions leave room to say so; else the pool as it is, of
 * which more has to be read.
 */
export function judgedByBoth(pool: Pool, { a, b }: { a: number; b: number }): Pool {
  const { process, mode, minScore, maxScore, judgeAgainst } = pool;
  const readsJudge = process.length > 0 || mode !== null || minScore !== null || maxScore !== null;
  if (readsJudge || judgeAgainst !== null) return pool;
  return { ...pool, judge: a, judgeAgainst: b, processAgainst: ProcessLabel.options };
}
