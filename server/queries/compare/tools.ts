import type pg from "pg";
import { z } from "zod";
import type { ToolCell } from "@/domain/comparison";
import { Outcome } from "@/domain/filter";
import type { Pool } from "@/domain/pool";
import { ProcessLabel } from "@/domain/verdict";
import { OUTCOME_LABEL_SQL, PROCESS_LABEL_SQL } from "../label-words";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({ process: ProcessLabel, outcome: Outcome, tool: z.string(), calls: z.int() });

/** Counts the calls of a pool by tool, process label and outcome. */
export async function toolCells(db: pg.ClientBase, pool: Pool): Promise<ToolCell[]> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind, { judgment: true, outcome: true });
  const { rows } = await db.query(
    `SELECT ${PROCESS_LABEL_SQL} AS process, ${OUTCOME_LABEL_SQL} AS outcome, call.tool, count(*) AS calls
     FROM ${from} CROSS JOIN LATERAL unnest(t.tool_calls) AS call (tool)
     WHERE ${where} GROUP BY 1, 2, 3`,
    bind.values,
  );
  return z.array(Row).parse(rows);
}
