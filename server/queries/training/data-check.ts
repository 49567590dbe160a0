/** What a filter mode keeps of a pool, as training sees it: contexts, their tokens, and where they come from. */
import type pg from "pg";
import { z } from "zod";
import type { TrainingData } from "@/domain/training/plan";
import { KEPT_SQL, KEPT_STEP } from "../export/kept";
import { Bindings, poolSql } from "../pool-where";

const Counts = z.object({
  trajectories: z.int(),
  subTrajectories: z.int(),
  distinctContexts: z.int(),
  uncounted: z.int(),
  tooLong: z.int(),
  actionsTooLong: z.int(),
  total: z.int().nullable(),
  max: z.int().nullable(),
  mean: z.number().nullable(),
});
export type DataCounts = z.infer<typeof Counts>;

const Origin = z.object({
  name: z.string(),
  trajectories: z.int(),
  isSample: z.boolean(),
  /** As the run keeps them; of an imported run whatever its file said */
  settings: z.string(),
});
export type DataOrigin = z.infer<typeof Origin>;

/** Columns: id, rollout_run_id, kept (a bit for each step; null: all are kept). */
function keptSql({ pool, mode, trainingSet }: TrainingData, bind: Bindings): string {
  if (trainingSet !== null)
    return `SELECT t.id, t.rollout_run_id, m.kept FROM training_set_member m JOIN trajectory t ON t.id = m.trajectory_id
      WHERE m.training_set_id = ${bind.add(trainingSet)}::int`;
  const { from, where } = poolSql(pool, bind, { judgment: true, outcome: true });
  return `SELECT t.id, t.rollout_run_id, NULL::varbit AS kept FROM ${from} WHERE ${where} AND (${KEPT_SQL[mode]})`;
}

/** The samples of a question share their first context: contexts are counted once, over all trajectories. */
export async function countTrainingData(
  db: pg.ClientBase,
  data: TrainingData,
  maxContextTokens: number,
): Promise<DataCounts> {
  const bind = new Bindings();
  const kept = keptSql(data, bind);
  const most = bind.add(maxContextTokens);
  const { rows } = await db.query(
    `WITH kept AS MATERIALIZED (${kept}),
     contexts AS (
       SELECT max(s.prompt_tokens) AS tokens, count(*) AS actions
       FROM kept k JOIN step s ON s.trajectory_id = k.id WHERE ${KEPT_STEP} GROUP BY s.context_hash)
     SELECT (SELECT count(*) FROM kept) AS trajectories, coalesce(sum(actions), 0)::bigint AS "subTrajectories",
       count(*) AS "distinctContexts", count(*) FILTER (WHERE tokens IS NULL) AS uncounted,
       count(*) FILTER (WHERE tokens > ${most}::int) AS "tooLong",
       coalesce(sum(actions) FILTER (WHERE tokens > ${most}::int), 0)::bigint AS "actionsTooLong",
       sum(tokens)::bigint AS total, max(tokens) AS max, avg(tokens)::float8 AS mean
     FROM contexts`,
    bind.values,
  );
  return z.tuple([Counts]).parse(rows)[0];
}

/** The rollout runs that the kept trajectories come from, the largest part first. */
export async function readDataOrigins(db: pg.ClientBase, data: TrainingData): Promise<DataOrigin[]> {
  const bind = new Bindings();
  const { rows } = await db.query(
    `SELECT r.name, k.trajectories, r.is_sample AS "isSample", r.settings::text AS settings
     FROM (SELECT rollout_run_id, count(*) AS trajectories FROM (${keptSql(data, bind)}) AS kept GROUP BY 1) k
     JOIN rollout_run r ON r.id = k.rollout_run_id
     ORDER BY k.trajectories DESC, r.id`,
    bind.values,
  );
  return z.array(Origin).parse(rows);
}

const Open = z.array(z.object({ name: z.string(), status: z.string().nullable() })).max(1);

/** The judging run's name, and its status while it is carried out here. */
export async function readJudgingState(db: pg.ClientBase, id: number): Promise<z.infer<typeof Open>[number] | null> {
  const { rows } = await db.query(
    `SELECT j.name, s.status FROM judging_run j
     LEFT JOIN run_state s ON s.kind = 'judging' AND s.run_id = j.id WHERE j.id = $1`,
    [id],
  );
  return Open.parse(rows)[0] ?? null;
}

const Revision = z.tuple([z.object({ revision: z.int() })]);

export async function readRevision(db: pg.ClientBase): Promise<number> {
  const { rows } = await db.query(
    "SELECT coalesce((SELECT (value #>> '{}')::bigint FROM fact WHERE key = 'revision'), 0) AS revision",
  );
  return Revision.parse(rows)[0].revision;
}

const Questions = z.array(z.object({ question: z.int(), text: z.string() }));

/** The questions that the kept trajectories answer: what a judge is told as the question. */
export async function readDataQuestions(
  db: pg.Pool | pg.ClientBase,
  data: TrainingData,
): Promise<z.infer<typeof Questions>> {
  const bind = new Bindings();
  const { rows } = await db.query(
    `SELECT id AS question, text FROM question WHERE id IN (
       SELECT t.question_id FROM trajectory t WHERE t.id IN (SELECT kept.id FROM (${keptSql(data, bind)}) AS kept))
     ORDER BY id`,
    bind.values,
  );
  return Questions.parse(rows);
}
