import type pg from "pg";
import { z } from "zod";
import type { FilterMode } from "@/domain/filter";
import type { Pool } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({ trajectories: z.int(), subTrajectories: z.int() });
export type KeptCounts = z.infer<typeof Row>;

/** The same rules as `keeps` of domain/filter.ts; a missing judgment or outcome is null, which is not true. */
export const KEPT_SQL = {
  none: "true",
  outcome: "o.correct",
  process: "j.process = 1",
  "process-and-outcome": "o.correct AND j.process = 1",
} as const satisfies Record<FilterMode, string>;

/** Made before the export's transaction, which is read-only for everything else. */
export const CREATE_KEPT_TABLE = `CREATE TEMPORARY TABLE export_kept (
  id integer PRIMARY KEY, correct boolean, judging_run_id integer, num_steps integer NOT NULL)`;

/** Fills the temporary table `export_kept` with the trajectories of the pool that the mode keeps, and counts them. */
export async function fillKept(client: pg.ClientBase, pool: Pool, mode: FilterMode): Promise<KeptCounts> {
  const bind = new Bindings();
  const judge = bind.add(pool.judge);
  const { from, where } = poolSql(pool, bind, { judgment: true, outcome: true });
  await client.query(
    `INSERT INTO export_kept (id, correct, judging_run_id, num_steps)
     SELECT t.id, o.correct, ${judge}::int, t.num_steps FROM ${from} WHERE ${where} AND (${KEPT_SQL[mode]}) ORDER BY t.id`,
    bind.values,
  );
  await client.query("ANALYZE export_kept");
  const { rows } = await client.query(
    `SELECT count(*) AS trajectories, coalesce(sum(num_steps), 0) AS "subTrajectories" FROM export_kept`,
  );
  return Row.parse(rows[0]);
}
