/** The questions that a choice means, as SQL: the words of the set's page, and a sample drawn by seed. */
import type pg from "pg";
import { z } from "zod";
import type { QuestionChoice } from "@/domain/rollout/settings";

/** A query of ids; `values` are its parameters. A draw depends on keys, so that it is the same in every studio. */
export function chosenQuestions(choice: QuestionChoice): { text: string; values: unknown[] } {
  const pattern = `%${choice.search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const from = `SELECT q.id FROM question q
    WHERE q.question_set_id = $1 AND ($2 = '%%' OR q.text ILIKE $2 OR q.key ILIKE $2)`;
  const values = [choice.questionSetId, pattern];
  if (choice.limit === null) return { text: `${from} ORDER BY q.id`, values };
  return {
    text: `${from} ORDER BY md5($3::text || ':' || q.key), q.id LIMIT $4`,
    values: [...values, String(choice.drawSeed), choice.limit],
  };
}

const Counted = z.tuple([z.object({ count: z.int() })]);
const First = z.array(z.object({ key: z.string(), text: z.string() })).max(1);

/** How many there are, and the one that is asked first. */
export async function lookAtChosen(db: pg.Pool, choice: QuestionChoice) {
  const { text, values } = chosenQuestions(choice);
  const [counted, first] = await Promise.all([
    db.query(`SELECT count(*) AS count FROM (${text}) AS chosen`, values),
    db.query(`SELECT key, text FROM question WHERE id = (SELECT id FROM (${text}) AS chosen LIMIT 1)`, values),
  ]);
  return { count: Counted.parse(counted.rows)[0].count, first: First.parse(first.rows)[0] ?? null };
}
