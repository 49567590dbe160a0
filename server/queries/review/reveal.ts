/** Reads what a person is shown once they have ruled: what followed, what judges said, and how it ended. */
import type pg from "pg";
import { z } from "zod";
import { REVIEW_PREFIX } from "@/domain/review/ruling";
import { type Excerpt, excerpt, type JudgeView, type OutcomeView, type StepView } from "@/domain/trajectory-view";
import type { Review, ReviewItem } from "@/server/services/review/find";
import { readJudges } from "../trajectory/judges";
import { STEP_WINDOW } from "../trajectory/limits";
import { readOutcomes } from "../trajectory/outcomes";
import { readSteps } from "../trajectory/steps";

const TEXT_HEAD = 4_000;
const ANSWERS = 20;

export type Reveal = {
  /** The step that was ruled on, with its observation and verdicts, and the next ones; of a trajectory all */
  steps: StepView[];
  /** Later steps that are not shown here */
  moreSteps: number;
  /** The judges, without those of reviews */
  judges: JudgeView[];
  /** How it ended; null while it is held back */
  end: { answers: string[]; finalAnswer: Excerpt | null; endState: string; outcomes: OutcomeView[] } | null;
  /** Zero-based: a later step of this trajectory that is still to be ruled on, from which everything stays hidden */
  hiddenFrom: number | null;
  /** Items of this question that the person may still be asked about: until there is none, judges and end stay hidden */
  openOfQuestion: number;
};

const Row = z.object({
  num_steps: z.int(),
  end_state: z.string(),
  final_answer: z.string().nullable(),
  answers: z.array(z.string()),
  hidden_from: z.int().nullable(),
  open_of_question: z.int(),
});

/** Of the items i that the person $4 may still be asked about: not done by them, nor by as many as were wanted. */
const IS_OPEN = `
  NOT EXISTS (SELECT FROM review_claim m WHERE m.review_id = i.review_id AND m.idx = i.idx AND m.person = $4
              AND m.done_at IS NOT NULL)
  AND (SELECT count(*) FROM review_claim c WHERE c.review_id = i.review_id AND c.idx = i.idx AND c.person <> $4
       AND c.done_at IS NOT NULL) < $7`;

const TRAJECTORY = `
  SELECT t.num_steps, t.end_state, left(t.final_answer, $5) AS final_answer,
    ARRAY(SELECT left(a, 1000) FROM unnest(q.answers) WITH ORDINALITY AS answer (a, n) ORDER BY n LIMIT $6) AS answers,
    (SELECT min(i.step) FROM review_item i WHERE i.review_id = $2 AND i.trajectory_id = t.id AND i.step > $3
       AND ${IS_OPEN}) AS hidden_from,
    (SELECT count(*) FROM review_item i JOIN trajectory o ON o.id = i.trajectory_id
     WHERE i.review_id = $2 AND o.question_id = t.question_id AND ${IS_OPEN}) AS open_of_question
  FROM trajectory t JOIN question q ON q.id = t.question_id WHERE t.id = $1`;

/**
 * A later step of the same trajectory that the person may still be asked about stays hidden, and what follows it. What
 * judges say, the answers and the outcome stay hidden while they may be asked about any item of the question.
 */
export async function readReveal(
  db: pg.Pool,
  review: Review,
  { trajectory_id: id, step }: ReviewItem,
  person: string,
): Promise<Reveal> {
  const { judges: preferred, labels, hindsight, overlap } = review.plan;
  const { rows } = await db.query(TRAJECTORY, [id, review.id, step, person, TEXT_HEAD + 1, ANSWERS, overlap]);
  const [row] = z.tuple([Row]).parse(rows);
  const hiddenFrom = hindsight ? null : row.hidden_from;
  const shown = hiddenFrom ?? row.num_steps;
  const openOfQuestion = hindsight ? 0 : row.open_of_question;
  const judges = openOfQuestion > 0 ? [] : await readRevealedJudges(db, id, row.num_steps, preferred);
  const runIds = judges.map(({ runId }) => runId);
  const from = step ?? 0;
  const end = step === null ? row.num_steps : Math.min(shown, from + STEP_WINDOW);
  const steps: StepView[] = [];
  for (let at = from; at < end; at += STEP_WINDOW)
    steps.push(...(await readSteps(db, id, at, Math.min(at + STEP_WINDOW, end), runIds)));
  return {
    steps,
    moreSteps: row.num_steps - end,
    judges,
    end:
      openOfQuestion === 0
        ? {
            answers: row.answers,
            finalAnswer: row.final_answer === null ? null : excerpt(row.final_answer, TEXT_HEAD),
            endState: row.end_state,
            outcomes: (await readOutcomes(db, id, labels)).filter(({ isNewest }) => isNewest),
          }
        : null,
    hiddenFrom,
    openOfQuestion,
  };
}

const Kept = z.array(z.object({ id: z.int() }));

/** What other people of a review say stays between them and the adjudication. */
async function readRevealedJudges(
  db: pg.Pool,
  id: number,
  numSteps: number,
  preferred: readonly number[],
): Promise<JudgeView[]> {
  const judges = await readJudges(db, id, numSteps, preferred[0] ?? null);
  const { rows } = await db.query("SELECT id FROM judging_run WHERE id = ANY($1::int[]) AND NOT starts_with(key, $2)", [
    judges.map(({ runId }) => runId),
    REVIEW_PREFIX,
  ]);
  const kept = new Set(Kept.parse(rows).map((run) => run.id));
  return judges.filter(({ runId, isNewest }) => kept.has(runId) && (isNewest || preferred.includes(runId)));
}
