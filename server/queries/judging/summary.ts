/** What a judging run ruled, in numbers, from its judgments. */
import type pg from "pg";
import { z } from "zod";

const Count = z.int().nonnegative();
const Summary = z.object({
  judged: Count,
  /** Steps by mark, of the judged trajectories */
  marks: z.object({ reasonable: Count, neutral: Count, unreasonable: Count, none: Count }),
  /** Trajectories by process label */
  process: z.object({ reasonable: Count, unreasonable: Count, unjudged: Count }),
  scoreSum: Count,
  scoreCount: Count,
});
export type JudgingSummary = z.infer<typeof Summary>;

export async function readJudgingSummary(db: pg.Pool, runId: number): Promise<JudgingSummary> {
  const bits = (mask: string) => `coalesce(sum(bit_count(${mask})), 0)::bigint`;
  const labelled = (code: number) => `count(*) FILTER (WHERE process = ${code})`;
  const { rows } = await db.query(
    `SELECT count(*) AS judged,
       json_build_object('reasonable', ${bits("reasonable")}, 'neutral', ${bits("neutral")},
         'unreasonable', ${bits("unreasonable")}, 'none', ${bits("~(reasonable | neutral | unreasonable)")})::jsonb AS marks,
       jsonb_build_object('reasonable', ${labelled(1)}, 'unreasonable', ${labelled(-1)}, 'unjudged', ${labelled(0)})
         AS process,
       coalesce(sum(score_sum), 0)::bigint AS "scoreSum", coalesce(sum(score_count), 0)::bigint AS "scoreCount"
     FROM judgment WHERE judging_run_id = $1`,
    [runId],
  );
  return z.tuple([Summary]).parse(rows)[0];
}

/** Steps further on are left out: few trajectories have them. */
export const POSITIONS = 12;

const Position = z
  .object({ step: z.int(), reasonable: Count, neutral: Count, unreasonable: Count, steps: Count })
  .transform(({ steps, ...row }) => ({ ...row, none: steps - row.reasonable - row.neutral - row.unreasonable }));
export type RatingsAtStep = z.infer<typeof Position>;

/** Marks by the place of the step in its trajectory, for the first POSITIONS steps. */
export async function readRatingsByPosition(db: pg.Pool, runId: number): Promise<RatingsAtStep[]> {
  const bit = (mask: string) => `sum(get_bit(${mask}, s.idx))::bigint`;
  const { rows } = await db.query(
    `SELECT s.idx AS step, ${bit("reasonable")} AS reasonable, ${bit("neutral")} AS neutral,
       ${bit("unreasonable")} AS unreasonable, count(*) AS steps
     FROM judgment CROSS JOIN LATERAL generate_series(0, least(length(reasonable), ${POSITIONS}) - 1) AS s (idx)
     WHERE judging_run_id = $1 GROUP BY 1 ORDER BY 1`,
    [runId],
  );
  return z.array(Position).parse(rows);
}
