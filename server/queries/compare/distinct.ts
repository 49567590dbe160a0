import type pg from "pg";
import { z } from "zod";
import type { ByMode } from "@/domain/comparison";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({
  none: z.int(),
  outcome: z.int(),
  process: z.int(),
  "process-and-outcome": z.int(),
});

const COUNTED = {
  /** 64 bits of a context's hash: equal contexts are counted once, over all trajectories */
  contexts: { value: "s.context_hash", join: "JOIN step s ON s.trajectory_id = t.id" },
  questions: { value: "t.question_id", join: "" },
} as const;

/** How many different contexts, or questions, each mode keeps at least once. */
export async function countDistinct(
  db: pg.ClientBase,
  pool: Pool,
  counted: keyof typeof COUNTED,
): Promise<ByMode<number>> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind, { judgment: true, outcome: true });
  const { value, join } = COUNTED[counted];
  const { rows } = await db.query(
    `SELECT count(*) AS none, count(*) FILTER (WHERE outcome) AS outcome, count(*) FILTER (WHERE process) AS process,
       count(*) FILTER (WHERE process_and_outcome) AS "process-and-outcome"
     FROM (
       SELECT bool_or(o.correct) AS outcome, bool_or(j.process = 1) AS process,
         bool_or(o.correct AND j.process = 1) AS process_and_outcome
       FROM ${from} ${join} WHERE ${where} GROUP BY ${value}
     ) AS kept`,
    bind.values,
  );
  return Row.parse(rows[0]);
}
