/** The contexts of a training run whose sampled actions were written down. */
import type pg from "pg";
import { z } from "zod";
import { Count, Id } from "../library/row-types";

const Reward = z.number().nullable();
const Row = z.object({
  context: z.string(),
  trajectoryId: Id.nullable(),
  stepIdx: z.int(),
  watched: z.boolean(),
  question: z.string().nullable(),
  /** Updates it was sampled at */
  times: Count,
  firstStep: Count,
  lastStep: Count,
  firstReward: Reward,
  lastReward: Reward,
});
export type TrainingContextRow = z.infer<typeof Row>;

const MOST = 500;
const meanReward = (actions: string) => `(SELECT avg((a ->> 'reward')::float) FROM json_array_elements(${actions}) a)`;

/** The watched ones first, each with the mean reward of its first and its last actions. */
export async function listTrainingContexts(db: pg.Pool, runId: number): Promise<TrainingContextRow[]> {
  const { rows } = await db.query(
    `SELECT c.context, t.id AS "trajectoryId", c.step_idx AS "stepIdx", c.watched, left(q.text, 300) AS question,
       s.times, s.first AS "firstStep", s.last AS "lastStep",
       ${meanReward("f.actions")} AS "firstReward", ${meanReward("l.actions")} AS "lastReward"
     FROM training_context c
     JOIN LATERAL (SELECT count(*)::int AS times, min(step) AS first, max(step) AS last FROM training_sample
                   WHERE run_id = c.run_id AND context = c.context) s ON s.times > 0
     JOIN training_sample f ON f.run_id = c.run_id AND f.context = c.context AND f.step = s.first
     JOIN training_sample l ON l.run_id = c.run_id AND l.context = c.context AND l.step = s.last
     LEFT JOIN trajectory t ON t.id = c.trajectory_id
     LEFT JOIN question q ON q.id = c.question_id
     WHERE c.run_id = $1 ORDER BY c.watched DESC, s.times DESC, c.context LIMIT ${MOST}`,
    [runId],
  );
  return z.array(Row).parse(rows);
}
