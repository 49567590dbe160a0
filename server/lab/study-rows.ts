/** What the study counts of one arm: rows of verdicts and outcomes, by question. */
import type pg from "pg";
import { z } from "zod";
import type { Arm } from "./study";

const Row = z.object({
  question: z.int(),
  reasonable: z.int(),
  ruled: z.int(),
  correct: z.int(),
  trajectories: z.int(),
});

/** Trajectories without an answer are incorrect; steps without a verdict are left out of the share. */
export async function readArm(
  pool: pg.Pool,
  run: { rolloutRunId: number; judgingRunId: number; labellingRunId: number },
): Promise<Arm> {
  const { rows } = await pool.query(
    `SELECT t.question_id AS question, count(*)::int AS trajectories,
       sum((SELECT count(*) FROM verdict v WHERE v.judging_run_id = $2 AND v.trajectory_id = t.id AND v.rating >= 0))::int
         AS reasonable,
       sum((SELECT count(*) FROM verdict v WHERE v.judging_run_id = $2 AND v.trajectory_id = t.id
         AND v.rating IS NOT NULL))::int AS ruled,
       count(*) FILTER (WHERE o.correct)::int AS correct
     FROM trajectory t LEFT JOIN outcome o ON o.trajectory_id = t.id AND o.labelling_run_id = $3
     WHERE t.rollout_run_id = $1 GROUP BY 1 ORDER BY 1`,
    [run.rolloutRunId, run.judgingRunId, run.labellingRunId],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [
        row.question,
        {
          reasonable: { count: row.reasonable, of: row.ruled },
          correct: { count: row.correct, of: row.trajectories },
        },
      ]),
  );
}
