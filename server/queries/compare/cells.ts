import type pg from "pg";
import { z } from "zod";
import type { ComparisonCell } from "@/domain/comparison";
import { Outcome } from "@/domain/filter";
import type { Pool } from "@/domain/pool";
import { ProcessLabel } from "@/domain/verdict";
import { OUTCOME_LABEL_SQL, PROCESS_LABEL_SQL } from "../label-words";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({
  process: ProcessLabel,
  outcome: Outcome,
  numSteps: z.int(),
  trajectories: z.int(),
  tokens: z.number(),
  tokensNotRecorded: z.int(),
});

/** Counts a pool by process label, outcome and number of steps: one scan of compact rows, no verdicts. */
export async function comparisonCells(db: pg.ClientBase, pool: Pool): Promise<ComparisonCell[]> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind, { judgment: true, outcome: true });
  const { rows } = await db.query(
    `SELECT ${PROCESS_LABEL_SQL} AS process, ${OUTCOME_LABEL_SQL} AS outcome, t.num_steps AS "numSteps",
       count(*) AS trajectories,
       coalesce(sum(t.prompt_tokens::bigint + t.completion_tokens), 0)::float8 AS tokens,
       count(*) FILTER (WHERE t.prompt_tokens IS NULL OR t.completion_tokens IS NULL) AS "tokensNotRecorded"
     FROM ${from} WHERE ${where} GROUP BY 1, 2, 3`,
    bind.values,
  );
  return z.array(Row).parse(rows);
}
