import type pg from "pg";
import { z } from "zod";

const SampleCounts = z.object({
  questionSets: z.int(),
  questions: z.int(),
  trajectories: z.int(),
  /** Of these, made on the sample's questions by rollout runs that are not simulated */
  ownTrajectories: z.int(),
  judgingRuns: z.int(),
  labellingRuns: z.int(),
});
export type SampleCounts = z.infer<typeof SampleCounts>;

/** How much of what is in the database is simulated: what removing the sample pool takes away. */
export async function countSamplePool(db: pg.Pool | pg.PoolClient): Promise<SampleCounts> {
  const { rows } = await db.query(
    `SELECT (SELECT count(*) FROM question_set WHERE simulated) AS "questionSets",
       (SELECT count(*) FROM question q JOIN question_set s ON s.id = q.question_set_id WHERE s.simulated) AS questions,
       (SELECT count(*) FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
          JOIN question_set s ON s.id = t.question_set_id WHERE r.simulated OR s.simulated) AS trajectories,
       (SELECT count(*) FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
          JOIN question_set s ON s.id = t.question_set_id WHERE NOT r.simulated AND s.simulated) AS "ownTrajectories",
       (SELECT count(*) FROM judging_run WHERE simulated) AS "judgingRuns",
       (SELECT count(*) FROM labelling_run WHERE simulated) AS "labellingRuns"`,
  );
  return SampleCounts.parse(rows[0]);
}
