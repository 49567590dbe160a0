/** Question sets with how much of each has been attempted. */
import type pg from "pg";
import { z } from "zod";
import { Count, Id, IsoTime } from "./row-types";

const Row = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  metric: z.string().nullable(),
  licence: z.string().nullable(),
  source: z.string().nullable(),
  isSample: z.boolean(),
  createdAt: IsoTime,
  corpusId: Id.nullable(),
  corpus: z.string().nullable(),
  passages: Count,
  questions: Count,
  /** Questions with at least one trajectory */
  attempted: Count,
  trajectories: Count,
  /** Trajectories that end in a final answer */
  answered: Count,
});
export type QuestionSetRow = z.infer<typeof Row>;

/** All sets, or the one of `id`. */
export async function listQuestionSets(pool: pg.Pool, id: number | null = null): Promise<QuestionSetRow[]> {
  const { rows } = await pool.query(
    `SELECT s.id, s.key, s.name, s.metric, s.licence, s.source, s.is_sample AS "isSample", s.created_at AS "createdAt",
       s.corpus_id AS "corpusId", c.name AS corpus,
       (SELECT count(*) FROM passage p WHERE p.corpus_id = s.corpus_id) AS passages,
       (SELECT count(*) FROM question q WHERE q.question_set_id = s.id) AS questions,
       coalesce(t.attempted, 0) AS attempted, coalesce(t.trajectories, 0) AS trajectories,
       coalesce(t.answered, 0) AS answered
     FROM question_set s
     LEFT JOIN corpus c ON c.id = s.corpus_id
     LEFT JOIN (
       SELECT question_set_id, count(*) AS trajectories, count(DISTINCT question_id) AS attempted,
         count(final_answer) AS answered
       FROM trajectory WHERE $1::int IS NULL OR question_set_id = $1 GROUP BY question_set_id
     ) t ON t.question_set_id = s.id
     WHERE $1::int IS NULL OR s.id = $1
     ORDER BY s.is_sample, lower(s.name), s.id`,
    [id],
  );
  return z.array(Row).parse(rows);
}
