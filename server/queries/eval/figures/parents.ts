/** What models were trained by, along their parents. */
import type pg from "pg";
import { z } from "zod";
import { Id } from "../../library/row-types";

const Row = z.object({ model: Id, runs: z.array(Id), isWhole: z.boolean() });
export type ModelParents = z.infer<typeof Row>;

/**
 * By model, the training runs that it and the models before it came out of. `isWhole`: none of them is a checkpoint of an
 * unknown run.
 */
export async function readParents(db: pg.Pool, models: readonly number[]): Promise<Map<number, ModelParents>> {
  const { rows } = await db.query(
    `WITH RECURSIVE chain AS (
       SELECT id AS model, parent_id, training_run_id, kind, 0 AS depth FROM model WHERE id = ANY($1::int[])
       UNION ALL
       SELECT c.model, m.parent_id, m.training_run_id, m.kind, c.depth + 1 FROM chain c JOIN model m ON m.id = c.parent_id
       WHERE c.depth < 50)
     SELECT model, coalesce(array_agg(DISTINCT training_run_id) FILTER (WHERE training_run_id IS NOT NULL), '{}') AS runs,
       NOT bool_or(training_run_id IS NULL AND (parent_id IS NOT NULL OR kind IS NOT DISTINCT FROM 'checkpoint'))
         AS "isWhole"
     FROM chain GROUP BY model`,
    [[...new Set(models)]],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [row.model, row]),
  );
}
