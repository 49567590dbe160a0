import type pg from "pg";
import { z } from "zod";

/** One trajectory to make. */
export type RolloutPiece = { questionId: number; key: string; text: string; sample: number };

const Row = z.object({ questionId: z.int(), key: z.string(), text: z.string(), sample: z.int() });

/** The samples of these questions that the run has no trajectory of, in the order of the questions. */
export async function findMissing(
  db: pg.Pool,
  { runId, samples, questionIds }: { runId: number; samples: number; questionIds: readonly number[] },
): Promise<RolloutPiece[]> {
  const { rows } = await db.query(
    `SELECT q.id AS "questionId", q.key, q.text, n AS sample
     FROM unnest($2::int[]) WITH ORDINALITY AS asked (id, place)
     JOIN question q USING (id)
     CROSS JOIN generate_series(0, $3::int - 1) AS n
     WHERE NOT EXISTS (
       SELECT 1 FROM trajectory t WHERE t.rollout_run_id = $1 AND t.question_id = q.id AND t.sample_index = n)
     ORDER BY asked.place, n`,
    [runId, questionIds, samples],
  );
  return z.array(Row).parse(rows);
}
