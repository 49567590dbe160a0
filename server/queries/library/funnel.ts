/** The chain in numbers: how many trajectories reach each stage, and what each stage came from. */
import type pg from "pg";
import { z } from "zod";
import { OUTCOME_ORDER } from "../newest-labels";
import { Count } from "./row-types";

const Row = z.object({
  questionSets: Count,
  questions: Count,
  trajectories: Count,
  steps: Count,
  /** A verdict on every step, or one that is unreasonable: all that is not `unjudged` */
  judged: Count,
  reasonable: Count,
  labelled: Count,
  correct: Count,
  reasonableAndCorrect: Count,
  /** Of at least one frozen training set, whatever their newest runs say now */
  inTrainingSets: Count,
  judgingRuns: Count,
  labellingRuns: Count,
  sampleTrajectories: Count,
  /** Models that can be asked */
  servedModels: Count,
});
export type Funnel = z.infer<typeof Row>;

/** Process labels and outcomes are those of each trajectory's newest judging and labelling run (newest-labels.ts). */
export async function readFunnel(pool: pg.Pool): Promise<Funnel> {
  const { rows } = await pool.query(
    `WITH judged AS (
       SELECT DISTINCT ON (trajectory_id) trajectory_id, process FROM judgment
       ORDER BY trajectory_id DESC, judging_run_id DESC
     ), labelled AS (
       SELECT DISTINCT ON (l.trajectory_id) l.trajectory_id, l.correct
       FROM outcome l JOIN labelling_run lr ON lr.id = l.labelling_run_id
       ORDER BY l.trajectory_id DESC, ${OUTCOME_ORDER}
     ), counted AS (
       SELECT count(*) AS trajectories,
         coalesce(sum(t.num_steps), 0) AS steps,
         count(*) FILTER (WHERE j.process <> 0) AS judged,
         count(*) FILTER (WHERE j.process = 1) AS reasonable,
         count(o.correct) AS labelled,
         count(*) FILTER (WHERE o.correct) AS correct,
         count(*) FILTER (WHERE o.correct AND j.process = 1) AS sound_and_correct,
         count(*) FILTER (WHERE r.is_sample) AS sample
       FROM trajectory t
       JOIN rollout_run r ON r.id = t.rollout_run_id
       LEFT JOIN judged j ON j.trajectory_id = t.id
       LEFT JOIN labelled o ON o.trajectory_id = t.id
     )
     SELECT (SELECT count(*) FROM question_set) AS "questionSets",
       (SELECT count(*) FROM question) AS questions,
       trajectories, steps, judged, reasonable, labelled, correct,
       sound_and_correct AS "reasonableAndCorrect",
       (SELECT count(*) FROM (SELECT DISTINCT trajectory_id FROM training_set_member) AS held) AS "inTrainingSets",
       (SELECT count(*) FROM judging_run) AS "judgingRuns",
       (SELECT count(*) FROM labelling_run) AS "labellingRuns",
       sample AS "sampleTrajectories",
       (SELECT count(*) FROM model WHERE endpoint_id IS NOT NULL) AS "servedModels"
     FROM counted`,
  );
  return Row.parse(rows[0]);
}
