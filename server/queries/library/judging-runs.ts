/** Judging runs, newest first and those of the sample pool last, with what each ruled: trajectories, steps with and without a verdict, scores. */
import type pg from "pg";
import { z } from "zod";
import { Count, Id, IsoTime } from "./row-types";

const Row = z.object({
  id: Id,
  key: z.string(),
  version: z.int(),
  name: z.string(),
  judgeKind: z.enum(["model", "rule", "human", "import"]),
  isSample: z.boolean(),
  createdAt: IsoTime,
  /** Names of the question sets it was made on */
  sets: z.array(z.string()),
  rolloutRuns: Count,
  /** Trajectories it was made on, judged or not */
  inScope: Count,
  judged: Count,
  stepsWithVerdict: Count,
  /** Steps of the trajectories in scope that it gave no verdict on */
  stepsWithoutVerdict: Count,
  reasonable: Count,
  unreasonable: Count,
  scoreSum: Count,
  scoreCount: Count,
});
export type JudgingRunRow = z.infer<typeof Row>;

export async function listJudgingRuns(pool: pg.Pool): Promise<JudgingRunRow[]> {
  const { rows } = await pool.query(
    `SELECT r.id, r.key, r.version, r.name, r.judge_kind AS "judgeKind", r.is_sample AS "isSample", r.created_at AS "createdAt",
       coalesce(s.sets, '{}') AS sets, coalesce(s.runs, 0) AS "rolloutRuns",
       coalesce(s.trajectories, 0) AS "inScope",
       coalesce(j.judged, 0) AS judged, coalesce(j.verdicts, 0) AS "stepsWithVerdict",
       greatest(coalesce(s.steps, 0) - coalesce(j.verdicts, 0), 0) AS "stepsWithoutVerdict",
       coalesce(j.reasonable, 0) AS reasonable, coalesce(j.unreasonable, 0) AS unreasonable,
       coalesce(j.score_sum, 0) AS "scoreSum", coalesce(j.score_count, 0) AS "scoreCount"
     FROM judging_run r
     LEFT JOIN (
       SELECT c.judging_run_id, array_agg(DISTINCT q.name ORDER BY q.name) AS sets,
         count(DISTINCT c.rollout_run_id) AS runs,
         sum(t.trajectories)::bigint AS trajectories, sum(t.steps)::bigint AS steps
       FROM judging_run_scope c
       JOIN question_set q ON q.id = c.question_set_id
       LEFT JOIN (
         SELECT rollout_run_id, question_set_id, count(*) AS trajectories, sum(num_steps) AS steps
         FROM trajectory GROUP BY 1, 2
       ) t ON t.rollout_run_id = c.rollout_run_id AND t.question_set_id = c.question_set_id
       GROUP BY c.judging_run_id
     ) s ON s.judging_run_id = r.id
     LEFT JOIN (
       SELECT judging_run_id, count(*) AS judged,
         sum(bit_count(reasonable | neutral | unreasonable))::bigint AS verdicts,
         count(*) FILTER (WHERE process = 1) AS reasonable,
         count(*) FILTER (WHERE process = -1) AS unreasonable,
         sum(score_sum)::bigint AS score_sum, sum(score_count)::bigint AS score_count
       FROM judgment GROUP BY judging_run_id
     ) j ON j.judging_run_id = r.id
     ORDER BY r.is_sample, r.created_at DESC, r.id DESC`,
  );
  return z.array(Row).parse(rows);
}
