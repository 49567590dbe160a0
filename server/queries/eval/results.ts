/** What eval runs came to: correct answers by run and question set. */
import type pg from "pg";
import { z } from "zod";
import { accuracyOf } from "@/domain/eval/accuracy";
import { inferenceNames } from "@/domain/eval/inference";
import { labellerWords } from "@/domain/eval/labellers";
import { wayWords } from "@/domain/eval/settings-words";
import { standingOf } from "@/domain/eval/standing";
import { settingsFromKeys } from "@/domain/keyed-settings";
import { Metric } from "@/domain/labelling/settings";
import type { Resolve } from "@/domain/reference";
import { KeptSettings } from "@/domain/rollout/kept";
import { RunStatus } from "@/domain/run";
import { Count, Id, IsoTime } from "../library/row-types";
import { evalOutcome, isOfficial } from "../newest-labels";
import { withRefs } from "../references";

const LabellerRow = z
  .object({
    id: Id,
    name: z.string(),
    kind: z.string(),
    metric: Metric.nullable().catch(null),
    threshold: z.number().nullable(),
    isOfficial: z.boolean(),
    n: Count,
  })
  .transform(({ id, isOfficial, n, threshold, ...run }) => ({
    ...{ id, isOfficial, n },
    words: labellerWords({ ...run, threshold: threshold ?? 1 }),
  }));

const Row = z
  .object({
    run: Id,
    runName: z.string(),
    isSample: z.boolean(),
    createdAt: IsoTime,
    settings: z.string(),
    /** Of the rollout run; null: not carried out here */
    status: RunStatus.nullable(),
    /** Trajectories that it is to make; null where it was not carried out here */
    planned: Count.nullable(),
    model: Id,
    modelName: z.string(),
    set: Id,
    setName: z.string(),
    trajectories: Count,
    questions: Count,
    labelled: Count,
    correct: Count,
    labelledSquared: Count,
    correctSquared: Count,
    product: Count,
    labellers: z.array(LabellerRow),
  })
  .transform(({ questions, labelled, correct, labelledSquared, correctSquared, product, ...row }) => ({
    ...row,
    correct,
    /** Trajectories without an outcome are not in it */
    accuracy: accuracyOf({ questions, labelled, correct, labelledSquared, correctSquared, product }),
    unlabelled: row.trajectories - labelled,
    standing: standingOf({ ...row, labelled }),
  }));
type Row = z.infer<typeof Row>;

export type EvalResult = Omit<Row, "settings"> & {
  /** "greedy, with tools" */
  way: string;
  /** Evals of one set share it where every setting that can change an answer and the choice of questions are the same */
  inference: string;
};

/**
 * The newest run first, at most a thousand; of these runs, all of them, and models where they are named. Outcomes are the official metric's of the question
 * set, else those that stand for a trajectory where no labelling run is chosen.
 */
export async function readEvalResults(
  db: pg.Pool,
  { runs = null, models = null }: { runs?: readonly number[] | null; models?: readonly number[] | null } = {},
): Promise<EvalResult[]> {
  const { rows } = await db.query(
    `WITH runs AS (
       SELECT * FROM rollout_run WHERE purpose = 'eval' AND model_id IS NOT NULL
         AND ($1::int[] IS NULL OR id = ANY($1)) AND ($2::int[] IS NULL OR model_id = ANY($2))
       ORDER BY created_at DESC, id DESC LIMIT CASE WHEN $1::int[] IS NULL THEN 1000 END),
     answered AS (
       SELECT t.rollout_run_id AS run, t.question_set_id AS set, t.question_id, o.correct, o.labelling_run_id AS labelling
       FROM runs r JOIN trajectory t ON t.rollout_run_id = r.id JOIN question_set q ON q.id = t.question_set_id
       LEFT JOIN LATERAL (${evalOutcome("t.id", "q.metric")}) o ON true),
     by_question AS (
       SELECT run, set, question_id, count(*)::int AS n, count(correct)::int AS labelled,
         (count(*) FILTER (WHERE correct))::int AS correct
       FROM answered GROUP BY 1, 2, 3),
     sums AS (
       SELECT run, set, sum(n)::bigint AS trajectories, count(*) FILTER (WHERE labelled > 0) AS questions,
         sum(labelled)::bigint AS labelled, sum(correct)::bigint AS correct,
         sum(labelled::bigint * labelled)::bigint AS "labelledSquared",
         sum(correct::bigint * correct)::bigint AS "correctSquared", sum(labelled::bigint * correct)::bigint AS product
       FROM by_question GROUP BY 1, 2),
     labellers AS (
       SELECT x.run, x.set, jsonb_agg(jsonb_build_object('id', lr.id, 'name', lr.name, 'kind', lr.labeller_kind,
           'metric', lr.settings #>> '{labeller,metric}', 'threshold', (lr.settings #>> '{labeller,threshold}')::float8,
           'isOfficial', ${isOfficial("lr", "q.metric")} IS TRUE, 'n', x.n) ORDER BY x.n DESC, lr.id) AS labellers
       FROM (SELECT run, set, labelling, count(*) AS n FROM answered WHERE labelling IS NOT NULL GROUP BY 1, 2, 3) x
       JOIN labelling_run lr ON lr.id = x.labelling JOIN question_set q ON q.id = x.set GROUP BY 1, 2)
     SELECT s.*, r.name AS "runName", r.is_sample AS "isSample", r.created_at AS "createdAt", r.settings::text AS settings,
       st.status, st.planned, m.id AS model, m.name AS "modelName", q.name AS "setName",
       coalesce(l.labellers, '[]') AS labellers
     FROM sums s JOIN runs r ON r.id = s.run JOIN model m ON m.id = r.model_id JOIN question_set q ON q.id = s.set
     LEFT JOIN labellers l ON l.run = s.run AND l.set = s.set
     LEFT JOIN run_state st ON st.kind = 'rollout' AND st.run_id = r.id
     ORDER BY r.created_at DESC, r.id DESC, s.set`,
    [runs, models],
  );
  return withInference(db, z.array(Row).parse(rows));
}

async function withInference(db: pg.Pool, rows: readonly Row[]): Promise<EvalResult[]> {
  const texts = [...new Set(rows.map(({ settings }) => settings))];
  const read = (resolve: Resolve) =>
    texts.map((text) => KeptSettings.safeParse(settingsFromKeys("rollout", JSON.parse(text), resolve)).data ?? null);
  const kept = new Map((await withRefs(db, read)).map((settings, at) => [texts[at], settings]));
  const sets = new Map<number, Row[]>();
  for (const row of rows) sets.set(row.set, [...(sets.get(row.set) ?? []), row]);
  const names = new Map<Row, string>();
  for (const own of sets.values()) {
    const found = inferenceNames(own.map(({ settings }) => kept.get(settings) ?? null));
    own.forEach((row, at) => {
      names.set(row, found[at] ?? "");
    });
  }
  return rows.map(({ settings, ...row }, at) => ({
    ...row,
    way: wayWords(kept.get(settings) ?? null),
    inference: names.get(rows[at] as Row) ?? "",
  }));
}
