/** What eval runs came to: correct answers by run and question set. */
import type pg from "pg";
import { z } from "zod";
import { accuracyOf } from "@/domain/eval/accuracy";
import { inferenceWords, wayWords } from "@/domain/eval/settings-words";
import { settingsFromKeys } from "@/domain/keyed-settings";
import { KeptSettings } from "@/domain/rollout/kept";
import { Count, Id, IsoTime } from "../library/row-types";
import { newestOutcome } from "../newest-labels";

const Row = z
  .object({
    run: Id,
    runName: z.string(),
    isSample: z.boolean(),
    createdAt: IsoTime,
    settings: z.string(),
    model: Id,
    modelName: z.string(),
    set: Id,
    setName: z.string(),
    trajectories: Count,
    questions: Count,
    labelled: Count,
    correct: Count,
    labelledSquared: Count,
    correctSquared: Count,
    product: Count,
  })
  .transform(({ settings, questions, labelled, correct, labelledSquared, correctSquared, product, ...row }) => {
    const kept = KeptSettings.safeParse(settingsFromKeys("rollout", JSON.parse(settings), () => null)).data ?? null;
    return {
      ...row,
      way: wayWords(kept),
      inference: inferenceWords(kept),
      correct,
      /** Trajectories without an outcome are not in it */
      accuracy: accuracyOf({ questions, labelled, correct, labelledSquared, correctSquared, product }),
      unlabelled: row.trajectories - labelled,
    };
  });
export type EvalResult = z.infer<typeof Row>;

/** The newest run first; of these runs and models where they are named. Outcomes are those that stand for a trajectory where no labelling run is chosen. */
export async function readEvalResults(
  db: pg.Pool,
  { runs = null, models = null }: { runs?: readonly number[] | null; models?: readonly number[] | null } = {},
): Promise<EvalResult[]> {
  const { rows } = await db.query(
    `WITH runs AS (
       SELECT * FROM rollout_run WHERE purpose = 'eval' AND model_id IS NOT NULL
         AND ($1::int[] IS NULL OR id = ANY($1)) AND ($2::int[] IS NULL OR model_id = ANY($2))
       ORDER BY created_at DESC, id DESC LIMIT 1000),
     by_question AS (
       SELECT t.rollout_run_id AS run, t.question_set_id AS set, t.question_id, count(*)::int AS n,
         count(o.correct)::int AS labelled, (count(*) FILTER (WHERE o.correct))::int AS correct
       FROM runs r JOIN trajectory t ON t.rollout_run_id = r.id
       LEFT JOIN LATERAL (${newestOutcome("t.id")}) o ON true
       GROUP BY 1, 2, 3),
     sums AS (
       SELECT run, set, sum(n)::bigint AS trajectories, count(*) FILTER (WHERE labelled > 0) AS questions,
         sum(labelled)::bigint AS labelled, sum(correct)::bigint AS correct,
         sum(labelled::bigint * labelled)::bigint AS "labelledSquared",
         sum(correct::bigint * correct)::bigint AS "correctSquared", sum(labelled::bigint * correct)::bigint AS product
       FROM by_question GROUP BY 1, 2)
     SELECT s.*, r.name AS "runName", r.is_sample AS "isSample", r.created_at AS "createdAt", r.settings::text AS settings,
       m.id AS model, m.name AS "modelName", q.name AS "setName"
     FROM sums s JOIN runs r ON r.id = s.run JOIN model m ON m.id = r.model_id JOIN question_set q ON q.id = s.set
     ORDER BY r.created_at DESC, r.id DESC, s.set`,
    [runs, models],
  );
  return z.array(Row).parse(rows);
}

const Origin = z.object({
  model: Id,
  /** The base model that it comes from; itself for one that was not trained here */
  base: Id,
  /** Question sets whose questions its training runs, and those of the models before it, were trained on */
  trainedOn: z.array(Id),
});
export type ModelOrigin = z.infer<typeof Origin>;

/** Of models, where they come from. */
export async function readModelOrigins(db: pg.Pool, models: readonly number[]): Promise<ModelOrigin[]> {
  const { rows } = await db.query(
    `WITH RECURSIVE chain AS (
       SELECT id AS model, id, parent_id, training_run_id, 0 AS depth FROM model WHERE id = ANY($1::int[])
       UNION ALL
       SELECT c.model, m.id, m.parent_id, m.training_run_id, c.depth + 1 FROM chain c JOIN model m ON m.id = c.parent_id
       WHERE c.depth < 50),
     trained AS (
       SELECT DISTINCT c.model, q.question_set_id AS set
       FROM (SELECT DISTINCT model, training_run_id FROM chain WHERE training_run_id IS NOT NULL) c
       JOIN (SELECT DISTINCT x.run_id, coalesce(x.question_id, t.question_id) AS question_id
             FROM training_context x LEFT JOIN trajectory t ON t.id = x.trajectory_id) x ON x.run_id = c.training_run_id
       JOIN question q ON q.id = x.question_id)
     SELECT DISTINCT ON (model) model, id AS base,
       (SELECT coalesce(array_agg(set ORDER BY set), '{}') FROM trained WHERE trained.model = chain.model) AS "trainedOn"
     FROM chain ORDER BY model, depth DESC`,
    [models],
  );
  return z.array(Origin).parse(rows);
}
