import type pg from "pg";
import { z } from "zod";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { IS_UNFINISHED } from "./newest-labels";
import { Bindings, poolSql } from "./pool-where";

const Row = z.object({ id: z.int() });

/**
 * The labelling run whose outcomes a comparison uses unless told otherwise: the newest version of the one that covers
 * most of the pool, the oldest of several that cover as much; one that is not finished only where no other covers any of it. null where nothing in the pool is labelled.
 */
export async function defaultLabellingRun(db: pg.Pool | pg.PoolClient, pool: Pool): Promise<number | null> {
  const bind = new Bindings();
  // Its own conditions on outcomes would make the choice depend on itself.
  const { labels, outcome, labelsAgainst, mode } = EMPTY_POOL;
  const { from, where } = poolSql({ ...pool, labels, outcome, labelsAgainst, mode }, bind);
  const { rows } = await db.query(
    `SELECT l.labelling_run_id AS id FROM ${from} JOIN outcome l ON l.trajectory_id = t.id
     JOIN labelling_run r ON r.id = l.labelling_run_id
     WHERE ${where}
       AND NOT EXISTS (SELECT 1 FROM labelling_run newer WHERE newer.key = r.key AND newer.version > r.version)
     GROUP BY 1 ORDER BY ${IS_UNFINISHED("l.labelling_run_id")}, count(*) DESC, min(r.created_at), 1 LIMIT 1`,
    bind.values,
  );
  return z.array(Row).parse(rows)[0]?.id ?? null;
}
