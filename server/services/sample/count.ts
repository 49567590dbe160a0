import type pg from "pg";
import { z } from "zod";

const SampleCounts = z.object({
  questionSets: z.int(),
  questions: z.int(),
  trajectories: z.int(),
  judgingRuns: z.int(),
  labellingRuns: z.int(),
  trainingRuns: z.int(),
  models: z.int(),
  /** Question sets of the sample pool that rollout runs of one's own ask: they stay, as one's own */
  keptSets: z.int(),
  /** Trajectories of the sample pool that judging or labelling runs of one's own have ruled on: the rulings go too */
  ownLabels: z.int(),
  /** Training sets that need it, as "Process v2": while there is one, it cannot be removed */
  trainingSets: z.array(z.string()),
  /** Names of reviews that were drawn from it: while there is one, it cannot be removed */
  reviews: z.array(z.string()),
});
export type SampleCounts = z.infer<typeof SampleCounts>;

/** Question sets `s` that some rollout run or eval outside the sample pool asks, or asked. */
export const IS_IN_USE = `(EXISTS (SELECT 1 FROM rollout_run own
    WHERE NOT own.is_sample AND (own.settings #>> '{questions,questionSetId}') = s.id::text)
  OR EXISTS (SELECT 1 FROM trajectory t JOIN rollout_run own ON own.id = t.rollout_run_id
    WHERE t.question_set_id = s.id AND NOT own.is_sample)
  OR EXISTS (SELECT 1 FROM eval_cell c JOIN eval_matrix own ON own.id = c.matrix_id
    WHERE c.question_set_id = s.id AND NOT own.is_sample))`;

/** Ids of the models that stay: with what one's own was made of them, and with all that they come from themselves. */
export const KEPT_MODELS = `WITH RECURSIVE kept AS (
    SELECT id, parent_id FROM model m WHERE NOT is_sample
      OR EXISTS (SELECT 1 FROM rollout_run r WHERE r.model_id = m.id AND NOT r.is_sample)
      OR EXISTS (SELECT 1 FROM training_run r WHERE r.base_model_id = m.id AND NOT r.is_sample)
      OR EXISTS (SELECT 1 FROM eval_cell c JOIN eval_matrix own ON own.id = c.matrix_id
        WHERE c.model_id = m.id AND NOT own.is_sample)
    UNION SELECT m.id, m.parent_id FROM kept k JOIN model m ON m.id = k.parent_id)
  SELECT id FROM kept`;

/** What removing the sample pool takes away. */
export async function countSamplePool(db: pg.Pool | pg.PoolClient): Promise<SampleCounts> {
  const { rows } = await db.query(
    `WITH going AS (SELECT s.id FROM question_set s WHERE s.is_sample AND NOT ${IS_IN_USE}),
       leaving AS (SELECT t.id FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.is_sample)
     SELECT (SELECT count(*) FROM going) AS "questionSets",
       (SELECT count(*) FROM question q JOIN going g ON g.id = q.question_set_id) AS questions,
       (SELECT count(*) FROM leaving) AS trajectories,
       (SELECT count(*) FROM judging_run WHERE is_sample) AS "judgingRuns",
       (SELECT count(*) FROM labelling_run WHERE is_sample) AS "labellingRuns",
       (SELECT count(*) FROM training_run WHERE is_sample) AS "trainingRuns",
       (SELECT count(*) FROM model WHERE is_sample AND id NOT IN (${KEPT_MODELS})) AS models,
       (SELECT count(*) FROM question_set s WHERE s.is_sample AND ${IS_IN_USE}) AS "keptSets",
       (SELECT count(*) FROM leaving l WHERE
          EXISTS (SELECT 1 FROM judgment j JOIN judging_run r ON r.id = j.judging_run_id
                  WHERE j.trajectory_id = l.id AND NOT r.is_sample)
          OR EXISTS (SELECT 1 FROM outcome o JOIN labelling_run r ON r.id = o.labelling_run_id
                     WHERE o.trajectory_id = l.id AND NOT r.is_sample)) AS "ownLabels",
       (SELECT coalesce(jsonb_agg(s.name || ' v' || s.version ORDER BY s.id), '[]') FROM training_set s
        WHERE EXISTS (SELECT FROM training_set_member m JOIN leaving l ON l.id = m.trajectory_id
                      WHERE m.training_set_id = s.id)
          OR EXISTS (SELECT FROM judging_run r WHERE r.is_sample AND r.id IN (
               SELECT (run ->> 'id')::int FROM json_array_elements(s.facts -> 'judgingRuns') run))
          OR EXISTS (SELECT FROM labelling_run r WHERE r.is_sample AND r.id::text = s.facts #>> '{labellingRun,id}')
       ) AS "trainingSets",
       (SELECT coalesce(jsonb_agg(v.name ORDER BY v.id), '[]') FROM review v
        WHERE EXISTS (SELECT FROM review_item i JOIN leaving l ON l.id = i.trajectory_id WHERE i.review_id = v.id)
       ) AS reviews`,
  );
  return SampleCounts.parse(rows[0]);
}
