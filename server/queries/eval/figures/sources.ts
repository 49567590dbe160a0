/** Where the data of training runs on plain pools come from. */
import type pg from "pg";
import { z } from "zod";
import { Id } from "../../library/row-types";

const Rollout = z.object({ run: Id, model: z.string().nullable(), sets: z.array(Id) });

/** By rollout run: the model that wrote it, and the question sets of its trajectories. */
export async function readPoolSources(
  db: pg.Pool,
  runs: readonly number[],
): Promise<Map<number, z.infer<typeof Rollout>>> {
  if (runs.length === 0) return new Map();
  const { rows } = await db.query(
    `SELECT r.id AS run, m.name AS model,
       ARRAY(SELECT DISTINCT question_set_id FROM trajectory WHERE rollout_run_id = r.id ORDER BY 1) AS sets
     FROM rollout_run r LEFT JOIN model m ON m.id = r.model_id WHERE r.id = ANY($1::int[])`,
    [runs],
  );
  return new Map(
    z
      .array(Rollout)
      .parse(rows)
      .map((row) => [row.run, row]),
  );
}

const Contexts = z.object({ run: Id, sets: z.array(Id) });

/** By training run: the question sets of the contexts that it wrote down. */
export async function readContextSets(db: pg.Pool, runs: readonly number[]): Promise<Map<number, number[]>> {
  const { rows } = await db.query(
    `SELECT x.run_id AS run, array_agg(DISTINCT q.question_set_id ORDER BY q.question_set_id) AS sets
     FROM training_context x LEFT JOIN trajectory t ON t.id = x.trajectory_id
     JOIN question q ON q.id = coalesce(x.question_id, t.question_id)
     WHERE x.run_id = ANY($1::int[]) GROUP BY 1`,
    [runs],
  );
  return new Map(
    z
      .array(Contexts)
      .parse(rows)
      .map(({ run, sets }) => [run, sets]),
  );
}
