/** The trajectories of one question, each with its newest verdicts and outcome. */
import type pg from "pg";
import { z } from "zod";
import { Outcome } from "@/domain/filter";
import { Mark, marksOf } from "@/domain/verdict";
import { newestJudgment, newestOutcome } from "../newest-labels";
import { Count, Id } from "./row-types";

const Row = z.object({
  id: Id,
  rolloutRun: z.string(),
  isSample: z.boolean(),
  model: z.string().nullable(),
  sample: Count,
  steps: Count,
  endState: z.string(),
  finalAnswer: z.string().nullable(),
  reasonable: z.string().nullable(),
  neutral: z.string().nullable(),
  unreasonable: z.string().nullable(),
  correct: z.boolean().nullable(),
});

export const Sample = Row.omit({ reasonable: true, neutral: true, unreasonable: true, correct: true }).extend({
  /** One a step; all "none" where no judging run saw the trajectory */
  marks: z.array(Mark),
  outcome: Outcome,
});
export type Sample = z.infer<typeof Sample>;

const LIMIT = 500;

export async function listSamples(pool: pg.Pool, questionId: number): Promise<Sample[]> {
  const { rows } = await pool.query(
    `SELECT t.id, r.name AS "rolloutRun", r.is_sample AS "isSample", m.name AS model, t.sample_index AS sample,
       t.num_steps AS steps, t.end_state AS "endState", t.final_answer AS "finalAnswer",
       j.reasonable::text, j.neutral::text, j.unreasonable::text, o.correct
     FROM trajectory t
     JOIN rollout_run r ON r.id = t.rollout_run_id
     LEFT JOIN model m ON m.id = t.model_id
     LEFT JOIN LATERAL (${newestJudgment("t.id")}) j ON true
     LEFT JOIN LATERAL (${newestOutcome("t.id")}) o ON true
     WHERE t.question_id = $1
     ORDER BY r.id, t.sample_index, t.id LIMIT $2`,
    [questionId, LIMIT],
  );
  return z
    .array(Row)
    .parse(rows)
    .map(({ reasonable, neutral, unreasonable, correct, ...row }) => ({
      ...row,
      marks:
        reasonable === null || neutral === null || unreasonable === null
          ? Array.from({ length: row.steps }, () => "none" as const)
          : marksOf({ reasonable, neutral, unreasonable }),
      outcome: correct === null ? "unlabelled" : correct ? "correct" : "incorrect",
    }));
}
