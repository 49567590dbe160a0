/** One question with its accepted answers and the passages that come with it. */
import type pg from "pg";
import { z } from "zod";
import { Id } from "./row-types";

const QuestionDetail = z.object({
  id: Id,
  key: z.string(),
  text: z.string(),
  answers: z.array(z.string()),
  solution: z.string().nullable(),
  metadata: z.string(),
  setId: Id,
  setName: z.string(),
  isSample: z.boolean(),
  previous: Id.nullable(),
  next: Id.nullable(),
});
const PassageRow = z.object({ title: z.string(), body: z.string(), supporting: z.boolean() });
export type QuestionDetail = z.infer<typeof QuestionDetail> & { passages: z.infer<typeof PassageRow>[] };

export async function findQuestion(pool: pg.Pool, id: number): Promise<QuestionDetail | null> {
  const { rows } = await pool.query(
    `SELECT q.id, q.key, q.text, q.answers, q.solution, q.metadata::text AS metadata, s.id AS "setId",
       s.name AS "setName", s.is_sample AS "isSample",
       (SELECT max(id) FROM question p WHERE p.question_set_id = s.id AND p.id < q.id) AS previous,
       (SELECT min(id) FROM question n WHERE n.question_set_id = s.id AND n.id > q.id) AS next
     FROM question q JOIN question_set s ON s.id = q.question_set_id
     WHERE q.id = $1`,
    [id],
  );
  const question = z.array(QuestionDetail).parse(rows)[0];
  if (!question) return null;
  const passages = await pool.query(
    `SELECT p.title, p.body, qp.supporting FROM question_passage qp JOIN passage p ON p.id = qp.passage_id
     WHERE qp.question_id = $1 ORDER BY qp.idx`,
    [id],
  );
  return { ...question, passages: z.array(PassageRow).parse(passages.rows) };
}
