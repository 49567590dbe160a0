/** What came of each iteration of a model: the models from its base on, what each generated, and how it did in evals. */
import type pg from "pg";
import { z } from "zod";
import { accuracyOf } from "@/domain/eval/accuracy";
import { inferenceWords } from "@/domain/eval/settings-words";
import { settingsFromKeys } from "@/domain/keyed-settings";
import { ModelKind } from "@/domain/model";
import { KeptSettings } from "@/domain/rollout/kept";
import { readJudgeNames } from "../eval/figures/judged";
import { Count, Id } from "../library/row-types";
import { newestOutcome } from "../newest-labels";

const Composition = z.object({
  /** Trajectories: sound process with a right answer, and so on; each counted once */
  reasonableCorrect: Count,
  reasonableIncorrect: Count,
  unreasonableCorrect: Count,
  unreasonableIncorrect: Count,
  /** Unjudged, or without an outcome */
  rest: Count,
});

const Sums = z.object({
  questions: Count,
  labelled: Count,
  correct: Count,
  labelledSquared: Count,
  correctSquared: Count,
  product: Count,
});

/** How a rollout run asked, in words. */
function withWords({ settings, ...run }: { id: number; name: string; settings: unknown }) {
  const kept = KeptSettings.safeParse(settingsFromKeys("rollout", settings, () => null)).data;
  return { ...run, inference: inferenceWords(kept ?? null) };
}

const Row = z.object({
  model: Id,
  name: z.string(),
  kind: ModelKind.nullable(),
  isSample: z.boolean(),
  /** 1 for the base */
  iteration: z.int(),
  /** What it generated; null where nothing */
  generated: z
    .object({
      rolloutRuns: z.array(z.object({ id: Id, name: z.string(), settings: z.json() }).transform(withWords)),
      /** Names of the question sets */
      sets: z.array(z.string()),
      trajectories: Count,
      steps: Count,
      /** Of steps by question; `labelled` have a verdict, `correct` are reasonable */
      sums: Sums,
      composition: Composition,
    })
    .transform(({ sums, ...generated }) => ({
      ...generated,
      /** Share of reasonable steps among those with a verdict by the judge, its interval by question */
      reasonable: accuracyOf(sums),
      unjudgedSteps: generated.steps - sums.labelled,
    }))
    .nullable(),
  trained: z
    .object({
      id: Id,
      name: z.string(),
      algorithm: z.string(),
      mode: z.string().nullable(),
      dataRows: Count.nullable(),
    })
    .nullable(),
});
export type Iteration = z.infer<typeof Row>;

/** A judge by its name, with the judging runs that are its, and the iterations whose data it has ruled on. */
export type IterationJudge = { name: string; judgings: number[]; iterations: number };

const CHAIN = `chain AS (
  SELECT id, parent_id, 0 AS depth FROM model WHERE id = $1
  UNION ALL SELECT m.id, m.parent_id, c.depth + 1 FROM chain c JOIN model m ON m.id = c.parent_id WHERE c.depth < 50)`;

const Ruled = z.object({ model: Id, judging: Id });

/** Those that ruled on most iterations first, of equals the newest; rulings of reviews, of single steps, are no judge's. */
export async function readIterationJudges(db: pg.Pool, modelId: number): Promise<IterationJudge[]> {
  const [{ rows }, names] = await Promise.all([
    db.query(
      `WITH RECURSIVE ${CHAIN}
       SELECT DISTINCT r.model_id AS model, g.judging_run_id AS judging
       FROM chain c JOIN rollout_run r ON r.model_id = c.id AND r.purpose = 'generate'
       JOIN trajectory t ON t.rollout_run_id = r.id JOIN judgment g ON g.trajectory_id = t.id
       WHERE bit_count(g.reasonable | g.neutral | g.unreasonable) > 0`,
      [modelId],
    ),
    readJudgeNames(db),
  ]);
  const judges = new Map<string, { judgings: Set<number>; models: Set<number> }>();
  for (const { model, judging } of z.array(Ruled).parse(rows)) {
    const name = names.get(judging);
    if (name === undefined) continue;
    const own = judges.get(name) ?? { judgings: new Set(), models: new Set() };
    judges.set(name, { judgings: own.judgings.add(judging), models: own.models.add(model) });
  }
  return [...judges]
    .map(([name, { judgings, models }]) => ({ name, judgings: [...judgings], iterations: models.size }))
    .sort((a, b) => b.iterations - a.iterations || Math.max(...b.judgings) - Math.max(...a.judgings));
}

/**
 * From the base to the model. Verdicts are those of these judging runs, on each trajectory the newest one's; outcomes those
 * that stand for a trajectory where no run is chosen. A neutral step counts as reasonable.
 */
export async function readIterations(db: pg.Pool, modelId: number, judgings: readonly number[]): Promise<Iteration[]> {
  const { rows } = await db.query(
    `WITH RECURSIVE ${CHAIN},
     judged AS (
       SELECT r.model_id, t.question_set_id, t.question_id, t.num_steps, j.process, o.correct,
         coalesce(bit_count(j.reasonable) + bit_count(j.neutral), 0) AS good, coalesce(bit_count(j.unreasonable), 0) AS bad
       FROM chain c JOIN rollout_run r ON r.model_id = c.id AND r.purpose = 'generate'
       JOIN trajectory t ON t.rollout_run_id = r.id
       LEFT JOIN LATERAL (SELECT g.* FROM judgment g WHERE g.trajectory_id = t.id AND g.judging_run_id = ANY($2::int[])
         ORDER BY g.judging_run_id DESC LIMIT 1) j ON true LEFT JOIN LATERAL (${newestOutcome("t.id")}) o ON true),
     by_question AS (
       SELECT model_id, question_id, count(*) AS trajectories, sum(num_steps) AS steps, sum(good) AS k, sum(good + bad) AS n,
         count(*) FILTER (WHERE process = 1 AND correct) AS rc, count(*) FILTER (WHERE process = 1 AND NOT correct) AS ri,
         count(*) FILTER (WHERE process = -1 AND correct) AS uc, count(*) FILTER (WHERE process = -1 AND NOT correct) AS ui
       FROM judged GROUP BY 1, 2)
     SELECT m.id AS model, m.name, m.kind, m.is_sample AS "isSample",
       (row_number() OVER (ORDER BY c.depth DESC))::int AS iteration,
       (SELECT CASE WHEN count(*) = 0 THEN NULL ELSE jsonb_build_object(
          'rolloutRuns', (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'settings', r.settings)
              ORDER BY r.id)
            FROM rollout_run r WHERE r.model_id = m.id AND r.purpose = 'generate'),
          'sets', (SELECT jsonb_agg(s.name ORDER BY s.id) FROM question_set s
            WHERE s.id IN (SELECT question_set_id FROM judged WHERE model_id = m.id)),
          'trajectories', sum(trajectories), 'steps', sum(steps),
          'sums', jsonb_build_object('questions', count(*) FILTER (WHERE n > 0), 'labelled', sum(n), 'correct', sum(k),
            'labelledSquared', sum(n * n), 'correctSquared', sum(k * k), 'product', sum(n * k)),
          'composition', jsonb_build_object('reasonableCorrect', sum(rc), 'reasonableIncorrect', sum(ri),
            'unreasonableCorrect', sum(uc), 'unreasonableIncorrect', sum(ui),
            'rest', sum(trajectories - rc - ri - uc - ui))) END
        FROM by_question q WHERE q.model_id = m.id) AS generated,
       (SELECT jsonb_build_object('id', r.id, 'name', r.name, 'algorithm', r.algorithm, 'mode', r.data::jsonb ->> 'mode',
          'dataRows', r.data_rows) FROM training_run r WHERE r.id = m.training_run_id) AS trained
     FROM chain c JOIN model m ON m.id = c.id ORDER BY iteration`,
    [modelId, judgings],
  );
  return z.array(Row).parse(rows);
}
