/** How two training sets differ, in trajectories and in sub-trajectories. */
import type pg from "pg";
import { z } from "zod";
import { Count, Id } from "../library/row-types";

const Counts = z.object({
  /** Trajectories of both, of the first only, of the second only */
  both: Count,
  onlyFirst: Count,
  onlySecond: Count,
  /** The same of sub-trajectories */
  stepsOfBoth: Count,
  stepsOnlyFirst: Count,
  stepsOnlySecond: Count,
  /** Sub-trajectories of both whose verdict is another */
  ruledOtherwise: Count,
  /** Trajectories of both whose outcome is another */
  labelledOtherwise: Count,
});
export type SetDifference = z.infer<typeof Counts>;

/** Both must be there. */
export async function readSetDifference(db: pg.Pool, first: number, second: number): Promise<SetDifference> {
  const { rows } = await db.query(
    `SELECT count(*) FILTER (WHERE a.trajectory_id IS NOT NULL AND b.trajectory_id IS NOT NULL) AS both,
       count(*) FILTER (WHERE b.trajectory_id IS NULL) AS "onlyFirst",
       count(*) FILTER (WHERE a.trajectory_id IS NULL) AS "onlySecond",
       coalesce(sum(bit_count(a.kept & b.kept)), 0)::bigint AS "stepsOfBoth",
       (coalesce(sum(bit_count(a.kept)), 0) - coalesce(sum(bit_count(a.kept & b.kept)), 0))::bigint AS "stepsOnlyFirst",
       (coalesce(sum(bit_count(b.kept)), 0) - coalesce(sum(bit_count(a.kept & b.kept)), 0))::bigint AS "stepsOnlySecond",
       coalesce(sum(CASE WHEN a.ratings IS DISTINCT FROM b.ratings THEN (
         SELECT count(*) FROM generate_subscripts(a.ratings, 1) n
         WHERE get_bit(a.kept & b.kept, n - 1) = 1 AND a.ratings[n] IS DISTINCT FROM b.ratings[n]) END), 0)::bigint
         AS "ruledOtherwise",
       count(*) FILTER (WHERE a.trajectory_id = b.trajectory_id AND a.correct IS DISTINCT FROM b.correct)
         AS "labelledOtherwise"
     FROM (SELECT * FROM training_set_member WHERE training_set_id = $1) a
     FULL JOIN (SELECT * FROM training_set_member WHERE training_set_id = $2) b USING (trajectory_id)`,
    [first, second],
  );
  return z.tuple([Counts]).parse(rows)[0];
}

const Member = z.object({
  id: Id,
  question: z.string(),
  finalAnswer: z.string().nullable(),
  numSteps: z.int(),
  rolloutRun: z.string(),
  /** Sub-trajectories of it that the first has and the second has not */
  subTrajectories: z.int(),
});
export type DifferingMember = z.infer<typeof Member>;

export type DifferenceRows = { first: number; second: number; cursor: number | null; limit: number };

/** Trajectories of which the first set has a sub-trajectory that the second has not, in order of their ids. */
export async function readDifferenceRows(
  db: pg.Pool,
  { first, second, cursor, limit }: DifferenceRows,
): Promise<DifferingMember[]> {
  const { rows } = await db.query(
    `SELECT t.id, left(q.text, 400) AS question, left(t.final_answer, 200) AS "finalAnswer", t.num_steps AS "numSteps",
       r.name AS "rolloutRun", bit_count(a.kept & ~coalesce(b.kept, a.kept & ~a.kept))::int AS "subTrajectories"
     FROM training_set_member a
     LEFT JOIN training_set_member b ON b.training_set_id = $2 AND b.trajectory_id = a.trajectory_id
     JOIN trajectory t ON t.id = a.trajectory_id
     JOIN question q ON q.id = t.question_id JOIN rollout_run r ON r.id = t.rollout_run_id
     WHERE a.training_set_id = $1 AND a.trajectory_id > $3
       AND bit_count(a.kept & ~coalesce(b.kept, a.kept & ~a.kept)) > 0
     ORDER BY a.trajectory_id LIMIT $4`,
    [first, second, cursor ?? 0, limit],
  );
  return z.array(Member).parse(rows);
}
