/** Reads what a person may see of an item before they rule: what the judge saw, context and action; in hindsight all. */
import type pg from "pg";
import { z } from "zod";
import type { StepRuling } from "@/domain/review/ruling";
import { type Excerpt, excerpt, type PromptMessage, type StepView } from "@/domain/trajectory-view";
import type { Review } from "@/server/services/review/find";
import { promptMessages } from "../trajectory/get";
import { PROMPT_BUDGET, STEP_WINDOW } from "../trajectory/limits";
import { readSteps } from "../trajectory/steps";
import { type Reveal, readReveal } from "./reveal";

const TEXT_HEAD = 10_000;
/** Steps before the one that is ruled on that come with it; earlier ones are loaded when somebody asks */
const STEPS_BEFORE = 8;

export type SeenItem = {
  idx: number;
  trajectoryId: number;
  /** Zero-based step to rule on; null: the whole trajectory */
  step: number | null;
  /** null: hidden, for it says how much is still to come */
  numSteps: number | null;
  question: Excerpt;
  /** The messages before the first action */
  prompt: PromptMessage[];
  /** In order, up to the one to rule on, whose observation is hidden; they may begin after the first */
  steps: StepView[];
  /** Given in a hindsight review */
  reveal: Reveal | null;
  /** What the person said of it, where that is asked for and stands */
  own: StepRuling[] | null;
};

const Row = z.object({
  idx: z.int(),
  id: z.int(),
  step: z.int().nullable(),
  num_steps: z.int(),
  question: z.string(),
  prompt: z.string(),
  prompt_whole: z.boolean(),
});
type Row = z.infer<typeof Row>;

/** The items in the order of their places. */
export async function readSeenItems(
  db: pg.Pool,
  review: Review,
  person: string,
  idxs: readonly number[],
): Promise<SeenItem[]> {
  const { rows } = await db.query(
    `SELECT i.idx, t.id, i.step, t.num_steps, left(q.text, $3) AS question, left(p.text, $4) AS prompt,
       length(p.text) <= $4 AS prompt_whole
     FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id JOIN question q ON q.id = t.question_id
     CROSS JOIN LATERAL (SELECT t.prompt::text AS text OFFSET 0) p
     WHERE i.review_id = $1 AND i.idx = ANY($2::int[]) ORDER BY i.idx`,
    [review.id, idxs, TEXT_HEAD + 1, PROMPT_BUDGET],
  );
  return Promise.all(
    z
      .array(Row)
      .parse(rows)
      .map((row) => readSeen(db, review, person, row)),
  );
}

async function readSeen(db: pg.Pool, review: Review, person: string, row: Row): Promise<SeenItem> {
  const { hindsight } = review.plan;
  const item = { trajectory_id: row.id, step: row.step };
  return {
    ...{ idx: row.idx, trajectoryId: row.id, step: row.step },
    numSteps: row.step === null || hindsight ? row.num_steps : null,
    question: excerpt(row.question, TEXT_HEAD),
    prompt: promptMessages(row.prompt, row.prompt_whole),
    steps: await readSeenSteps(db, row, hindsight),
    reveal: hindsight ? await readReveal(db, review, item, person) : null,
    own: null,
  };
}

async function readSeenSteps(db: pg.Pool, { id, step, num_steps }: Row, hindsight: boolean): Promise<StepView[]> {
  const from = step === null ? 0 : Math.max(0, step - STEPS_BEFORE);
  const end = step === null ? num_steps : step + 1;
  const steps: StepView[] = [];
  for (let at = from; at < end; at += STEP_WINDOW)
    steps.push(...(await readSteps(db, id, at, Math.min(at + STEP_WINDOW, end), [])));
  const last = steps.at(-1);
  if (last && !hindsight) steps[steps.length - 1] = { ...last, observation: null };
  return steps;
}
