/** Reads the trajectories of one question, from all rollout runs. */
import type pg from "pg";
import { z } from "zod";
import type { Outcome } from "@/domain/filter";
import type { SamplesView } from "@/domain/trajectory-view";
import { marksOf } from "@/domain/verdict";
import { OUTCOME_ORDER } from "../newest-labels";
import { SAMPLES } from "./limits";

const Row = z.object({
  id: z.int(),
  run_name: z.string(),
  model_name: z.string().nullable(),
  isSample: z.boolean(),
  sample_index: z.int(),
  num_steps: z.int(),
  end_state: z.string(),
  final_answer: z.string().nullable(),
  correct: z.boolean().nullable(),
  judge: z.string().nullable(),
  reasonable: z.string().nullable(),
  neutral: z.string().nullable(),
  unreasonable: z.string().nullable(),
  total: z.int(),
});

// The chosen run, or each trajectory's newest: the same rule as in the browse table.
const SAMPLES_OF = `
  SELECT t.id, r.name AS run_name, m.name AS model_name, r.is_sample AS "isSample", t.sample_index, t.num_steps, t.end_state,
    left(t.final_answer, 300) AS final_answer, o.correct, jr.name AS judge,
    j.reasonable::text, j.neutral::text, j.unreasonable::text, count(*) OVER () AS total
  FROM trajectory t
  JOIN rollout_run r ON r.id = t.rollout_run_id
  LEFT JOIN model m ON m.id = t.model_id
  LEFT JOIN LATERAL (SELECT l.correct FROM outcome l JOIN labelling_run lr ON lr.id = l.labelling_run_id
    WHERE l.trajectory_id = t.id AND ($3::int IS NULL OR l.labelling_run_id = $3) ORDER BY ${OUTCOME_ORDER} LIMIT 1) o ON true
  LEFT JOIN LATERAL (SELECT g.* FROM judgment g WHERE g.trajectory_id = t.id
    AND ($4::int IS NULL OR g.judging_run_id = $4) ORDER BY g.judging_run_id DESC LIMIT 1) j ON true
  LEFT JOIN judging_run jr ON jr.id = j.judging_run_id
  WHERE t.question_id = $1
  ORDER BY t.rollout_run_id = $2 DESC, t.rollout_run_id DESC, t.sample_index, t.id
  LIMIT $5`;

export type ReadSamples = {
  questionId: number;
  /** Its trajectories come first */
  rolloutRunId: number;
  judge?: number | null;
  labels?: number | null;
};

/** Up to SAMPLES trajectories of a question, with how many there are in all. */
export async function readSamples(db: pg.Pool, ask: ReadSamples): Promise<SamplesView> {
  const { rows } = await db.query(SAMPLES_OF, [
    ask.questionId,
    ask.rolloutRunId,
    ask.labels ?? null,
    ask.judge ?? null,
    SAMPLES,
  ]);
  const parsed = z.array(Row).parse(rows);
  return {
    total: parsed[0]?.total ?? 0,
    samples: parsed.map((row) => ({
      id: row.id,
      rolloutRun: row.run_name,
      model: row.model_name,
      isSample: row.isSample,
      sampleIndex: row.sample_index,
      numSteps: row.num_steps,
      endState: row.end_state,
      finalAnswer: row.final_answer,
      outcome: outcomeOf(row.correct),
      judge: row.judge,
      marks: marks(row),
    })),
  };
}

function marks({ num_steps, reasonable, neutral, unreasonable }: z.infer<typeof Row>) {
  if (reasonable === null || neutral === null || unreasonable === null)
    return Array.from({ length: num_steps }, () => "none" as const);
  return marksOf({ reasonable, neutral, unreasonable });
}

function outcomeOf(correct: boolean | null): Outcome {
  if (correct === null) return "unlabelled";
  return correct ? "correct" : "incorrect";
}
