/** The trajectories of a chunk that a labelling run has not dealt with yet, with what a labeller is shown of them. */
import type pg from "pg";
import { z } from "zod";
import { Message, messageText } from "@/domain/message";

const Row = z.object({
  id: z.int(),
  finalAnswer: z.string().nullable(),
  lastAction: z.string().nullable(),
  question: z.string(),
  answers: z.array(z.string()),
});

export type LabellingPiece = {
  trajectoryId: number;
  question: string;
  answers: string[];
  finalAnswer: string | null;
  lastText: string | null;
};

// An expression inside a call is no answer, so that the last action counts only where it calls nothing.
const FIELDS = `t.id, t.final_answer AS "finalAnswer", q.text AS question, q.answers,
  CASE WHEN t.final_answer IS NULL AND t.end_state <> 'malformed-call' THEN (
    SELECT s.action::text FROM step s
    WHERE s.trajectory_id = t.id AND s.idx = t.num_steps - 1 AND s.tool_calls = '{}') END AS "lastAction"`;

/** What could not be labelled is dealt with too: its row in run_failure says so. */
const MISSING = `
  SELECT ${FIELDS} FROM trajectory t JOIN question q ON q.id = t.question_id
  WHERE t.id = ANY($2::int[])
    AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.labelling_run_id = $1 AND o.trajectory_id = t.id)
    AND NOT EXISTS (SELECT 1 FROM run_failure f
      WHERE f.kind = 'labelling' AND f.run_id = $1 AND f.item_id = t.id)
  ORDER BY array_position($2::int[], t.id)`;

export async function missingPieces(db: pg.Pool, runId: number, ids: readonly number[]): Promise<LabellingPiece[]> {
  return read(await db.query(MISSING, [runId, ids]));
}

/** The same of some trajectories, whatever was done with them. */
export async function readPieces(db: pg.Pool, ids: readonly number[]): Promise<LabellingPiece[]> {
  return read(
    await db.query(
      `SELECT ${FIELDS} FROM trajectory t JOIN question q ON q.id = t.question_id
       WHERE t.id = ANY($1::int[]) ORDER BY array_position($1::int[], t.id)`,
      [ids],
    ),
  );
}

function read({ rows }: pg.QueryResult): LabellingPiece[] {
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      trajectoryId: row.id,
      question: row.question,
      answers: row.answers,
      finalAnswer: row.finalAnswer,
      lastText: row.lastAction === null ? null : messageText(Message.parse(JSON.parse(row.lastAction))),
    }));
}
