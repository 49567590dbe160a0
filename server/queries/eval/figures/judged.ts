/** What judges say of the steps of eval runs. */
import type pg from "pg";
import { z } from "zod";
import { type JudgedEval, judgeName } from "@/domain/eval/figures/judges";
import type { StepShares } from "@/domain/eval/figures/process";
import { REVIEW_PREFIX } from "@/domain/review/ruling";
import { Count, Id } from "../../library/row-types";

const Judging = z
  .object({
    id: Id,
    name: z.string(),
    endpoint: z.string().nullable(),
    template: z.string().nullable(),
    version: z.int().nullable(),
  })
  .transform(({ id, ...judging }) => ({ id, judge: judgeName(judging) }));

/** Names of judges by judging run; rulings of reviews, which are of single steps, are none of them. */
export async function readJudgeNames(db: pg.Pool): Promise<Map<number, string>> {
  const { rows } = await db.query(
    `SELECT id, name, settings #>> '{endpoint,name}' AS endpoint, settings #>> '{template,name}' AS template,
       (settings #>> '{template,version}')::int AS version
     FROM judging_run WHERE NOT starts_with(key, $1)`,
    [REVIEW_PREFIX],
  );
  return new Map(
    z
      .array(Judging)
      .parse(rows)
      .map(({ id, judge }) => [id, judge]),
  );
}

const Row = z.object({ run: Id, set: Id, judging: Id, trajectories: Count });

/** Of eval runs, by whom and how far they were judged. */
export async function readJudgedEvals(
  db: pg.Pool,
  runs: readonly number[],
  names: ReadonlyMap<number, string>,
): Promise<JudgedEval[]> {
  const { rows } = await db.query(
    `SELECT t.rollout_run_id AS run, t.question_set_id AS set, g.judging_run_id AS judging, count(*) AS trajectories
     FROM trajectory t JOIN judgment g ON g.trajectory_id = t.id
     WHERE t.rollout_run_id = ANY($1::int[]) AND bit_count(g.reasonable | g.neutral | g.unreasonable) > 0
     GROUP BY 1, 2, 3`,
    [runs],
  );
  return z
    .array(Row)
    .parse(rows)
    .flatMap((row) => {
      const judge = names.get(row.judging);
      return judge === undefined ? [] : [{ ...row, judge }];
    });
}

const Shares = z.object({
  run: Id,
  set: Id,
  judging: Id,
  questions: z.array(Id),
  trajectories: z.array(Count),
  shares: z.array(z.number()),
});

export type Judged = { run: number; set: number; judging: number };
export const judgedKey = ({ run, set, judging }: Judged) => `${run} ${set} ${judging}`;

/** Of each, by `judgedKey`, the shares of steps that are reasonable or neutral, question by question. */
export async function readStepShares(db: pg.Pool, judged: readonly Judged[]): Promise<Map<string, StepShares>> {
  if (judged.length === 0) return new Map();
  const { rows } = await db.query(
    `SELECT run, set, judging, array_agg(question ORDER BY question) AS questions,
       array_agg(n ORDER BY question) AS trajectories, array_agg(share ORDER BY question) AS shares
     FROM (SELECT p.run, p.set, p.judging, t.question_id AS question, count(*)::int AS n,
             sum(bit_count(g.reasonable | g.neutral)::float8 / bit_count(g.reasonable | g.neutral | g.unreasonable)) AS share
           FROM unnest($1::int[], $2::int[], $3::int[]) AS p (run, set, judging)
           JOIN trajectory t ON t.rollout_run_id = p.run AND t.question_set_id = p.set
           JOIN judgment g ON g.trajectory_id = t.id AND g.judging_run_id = p.judging
           WHERE bit_count(g.reasonable | g.neutral | g.unreasonable) > 0 GROUP BY 1, 2, 3, 4) q
     GROUP BY 1, 2, 3`,
    [judged.map(({ run }) => run), judged.map(({ set }) => set), judged.map(({ judging }) => judging)],
  );
  return new Map(
    z
      .array(Shares)
      .parse(rows)
      .map(({ questions, trajectories, shares, ...key }) => [judgedKey(key), { questions, trajectories, shares }]),
  );
}
