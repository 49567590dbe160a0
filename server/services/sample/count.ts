import type pg from "pg";
import { z } from "zod";

const SampleCounts = z.object({
  questionSets: z.int(),
  questions: z.int(),
  trajectories: z.int(),
  /** Of these, made on the sample's questions by rollout runs of one's own */
  ownTrajectories: z.int(),
  judgingRuns: z.int(),
  labellingRuns: z.int(),
  trainingRuns: z.int(),
});
export type SampleCounts = z.infer<typeof SampleCounts>;

/** How much of what is in the database belongs to the sample pool: what removing the sample pool takes away. */
export async function countSamplePool(db: pg.Pool | pg.PoolClient): Promise<SampleCounts> {
  const { rows } = await db.query(
    `SELECT (SELECT count(*) FROM question_set WHERE is_sample) AS "questionSets",
       (SELECT count(*) FROM question q JOIN question_set s ON s.id = q.question_set_id WHERE s.is_sample) AS questions,
       (SELECT count(*) FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
          JOIN question_set s ON s.id = t.question_set_id WHERE r.is_sample OR s.is_sample) AS trajectories,
       (SELECT count(*) FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
          JOIN question_set s ON s.id = t.question_set_id WHERE NOT r.is_sample AND s.is_sample) AS "ownTrajectories",
       (SELECT count(*) FROM judging_run WHERE is_sample) AS "judgingRuns",
       (SELECT count(*) FROM labelling_run WHERE is_sample) AS "labellingRuns",
       (SELECT count(*) FROM training_run WHERE is_sample) AS "trainingRuns"`,
  );
  return SampleCounts.parse(rows[0]);
}
