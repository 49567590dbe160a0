/** One page of a set's questions with the samples of each. */
import type pg from "pg";
import { z } from "zod";
import { newestOutcome } from "../newest-labels";
import { Count, Id } from "./row-types";

const Row = z.object({
  id: Id,
  key: z.string(),
  text: z.string(),
  answers: z.array(z.string()),
  samples: Count,
  labelled: Count,
  correct: Count,
});
export type QuestionRow = z.infer<typeof Row>;

export type QuestionsRequest = { set: number; cursor: number | null; limit: number; search: string };

/** Questions in the order they came in, after the id `cursor`; outcomes are those of each trajectory's newest labelling run. */
export async function listQuestions(pool: pg.Pool, request: QuestionsRequest): Promise<QuestionRow[]> {
  const pattern = `%${request.search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await pool.query(
    `SELECT q.id, q.key, q.text, q.answers, t.samples, t.labelled, t.correct
     FROM (
       SELECT id, key, text, answers FROM question
       WHERE question_set_id = $1 AND id > $2 AND ($4 = '%%' OR text ILIKE $4 OR key ILIKE $4)
       ORDER BY id LIMIT $3
     ) q
     CROSS JOIN LATERAL (
       SELECT count(*) AS samples, count(o.correct) AS labelled, count(*) FILTER (WHERE o.correct) AS correct
       FROM trajectory t
       LEFT JOIN LATERAL (${newestOutcome("t.id")}) o ON true
       WHERE t.question_id = q.id
     ) t
     ORDER BY q.id`,
    [request.set, request.cursor ?? 0, request.limit, pattern],
  );
  return z.array(Row).parse(rows);
}

/** How many questions of a set match a search. */
export async function countQuestions(pool: pg.Pool, set: number, search: string): Promise<number> {
  const pattern = `%${search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await pool.query(
    `SELECT count(*) AS count FROM question
     WHERE question_set_id = $1 AND ($2 = '%%' OR text ILIKE $2 OR key ILIKE $2)`,
    [set, pattern],
  );
  return z.object({ count: Count }).parse(rows[0]).count;
}
