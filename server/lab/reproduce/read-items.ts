/** The items of one eval, from its rows. */
import type pg from "pg";
import { z } from "zod";
import { ReproduceItem } from "@/domain/reproduce/items";

const Row = ReproduceItem.pick({
  question: true,
  correct: true,
  steps: true,
  ruled: true,
  reasonable: true,
  ruledByOther: true,
  reasonableByOther: true,
});

export type EvalRuns = { rolloutRunId: number; labellingRunId: number; filteringJudge: number; otherJudge: number };

/** One a question; a trajectory without an outcome is incorrect, a step without a verdict is in `steps` alone. */
export async function readEvalItems(
  pool: pg.Pool,
  { rolloutRunId, labellingRunId, filteringJudge, otherJudge }: EvalRuns,
): Promise<z.infer<typeof Row>[]> {
  const verdicts = (judge: string, condition: string) =>
    `(SELECT count(*) FROM verdict v WHERE v.judging_run_id = ${judge} AND v.trajectory_id = t.id AND v.rating ${condition})::int`;
  const { rows } = await pool.query(
    `SELECT q.key AS question, coalesce(o.correct, false) AS correct, t.num_steps AS steps,
       ${verdicts("$3", "IS NOT NULL")} AS ruled, ${verdicts("$3", ">= 0")} AS reasonable,
       ${verdicts("$4", "IS NOT NULL")} AS "ruledByOther", ${verdicts("$4", ">= 0")} AS "reasonableByOther"
     FROM trajectory t JOIN question q ON q.id = t.question_id
     LEFT JOIN outcome o ON o.trajectory_id = t.id AND o.labelling_run_id = $2
     WHERE t.rollout_run_id = $1 ORDER BY q.key`,
    [rolloutRunId, labellingRunId, filteringJudge, otherJudge],
  );
  return z.array(Row).parse(rows);
}
