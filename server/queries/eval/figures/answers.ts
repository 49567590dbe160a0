/** Labelled answers of eval runs, question by question. */
import type pg from "pg";
import { z } from "zod";
import type { Answers } from "@/domain/eval/figures/answers";
import { answersKey } from "@/domain/eval/figures/cells";
import { Count, Id } from "../../library/row-types";
import { evalOutcome } from "../../newest-labels";

const Row = z.object({
  run: Id,
  set: Id,
  questions: z.array(Id),
  labelled: z.array(Count),
  correct: z.array(Count),
});

/** Of each run on each set, by `answersKey`. Outcomes are those of the results table. */
export async function readAnswers(
  db: pg.Pool,
  pairs: readonly { run: number; set: number }[],
): Promise<Map<string, Answers>> {
  if (pairs.length === 0) return new Map();
  const { rows } = await db.query(
    `SELECT run, set, array_agg(question ORDER BY question) AS questions, array_agg(labelled ORDER BY question) AS labelled,
       array_agg(correct ORDER BY question) AS correct
     FROM (SELECT p.run, p.set, t.question_id AS question, count(*)::int AS labelled,
             (count(*) FILTER (WHERE o.correct))::int AS correct
           FROM unnest($1::int[], $2::int[]) AS p (run, set)
           JOIN trajectory t ON t.rollout_run_id = p.run AND t.question_set_id = p.set
           JOIN question_set qs ON qs.id = p.set
           JOIN LATERAL (${evalOutcome("t.id", "qs.metric")}) o ON true GROUP BY 1, 2, 3) q
     GROUP BY 1, 2`,
    [pairs.map(({ run }) => run), pairs.map(({ set }) => set)],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map(({ run, set, ...answers }) => [answersKey(run, set), answers]),
  );
}
