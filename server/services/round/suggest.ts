/** The plan of the next round: what the model was trained on, with the model as the policy. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { type WhoAnswers, whoAnswers } from "@/domain/eval/who-answers";
import { Arm } from "@/domain/experiment";
import { asksProcess, type Filter, paperFilter } from "@/domain/filtering/filter";
import { formatCount, formatNumber } from "@/domain/format";
import { Judge, JudgingRunSettings } from "@/domain/judging/settings";
import { KeptLabelling } from "@/domain/labelling/kept";
import { ownMetric } from "@/domain/labelling/metric-words";
import type { Labeller } from "@/domain/labelling/settings";
import { KeptSettings } from "@/domain/rollout/kept";
import { RolloutSettings } from "@/domain/rollout/settings";
import { leftOutOf, type RoundJudge, type RoundPlan, type RoundRollouts } from "@/domain/round/plan";
import { TrainingData } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { type EngineChoice, readEngineChoices } from "@/server/services/eval/read";
import { readEvalModels } from "@/server/services/eval/serving-of";
import { checkPlan } from "@/server/services/judging/check-plan";
import { keptSettings } from "@/server/services/run/kept-settings";

export type SuggestedRound = {
  plan: RoundPlan;
  /** Of the round: 1 is what a base model generates, 2 what a model trained on that does */
  iteration: number;
  trainingRun: { id: number; name: string };
  /** What could not be taken over, for people */
  missing: string[];
  /** Who answers for the model, and where a server may be started for it: `engineId` is where it was trained, if known */
  serving: { answers: WhoAnswers; engines: EngineChoice[]; engineId: number | null };
};

const Origin = z.object({
  name: z.string(),
  trainingRunId: z.int().nullable(),
  trainingRun: z.string().nullable(),
  data: TrainingData.nullable(),
  trainingSetId: z.int().nullable(),
  depth: z.int(),
});

/** Throws not-found, precondition where the model was not trained here. */
export async function suggestRound(db: Db, modelId: number): Promise<SuggestedRound> {
  const origin = await readOrigin(db, modelId);
  const { data, trainingRunId, trainingRun, name, depth } = origin;
  if (data === null || trainingRunId === null || trainingRun === null)
    throw new StudioError(
      "precondition",
      `"${name}" came out of no training run of this studio, so there is no round to repeat: start rollouts with it instead.`,
    );
  const missing: string[] = [];
  const filter = await readFilter(db, data, origin.trainingSetId);
  const rollouts = await readRollouts(db, data, missing);
  const judges = await readJudges(db, filter, data.pool.judge, missing);
  return {
    plan: {
      name: `Round ${depth} · ${name}`.slice(0, 150),
      modelId,
      rollouts,
      judges,
      labeller: await readLabeller(db, data.pool.labels, rollouts, missing),
      filter,
      serving: null,
    },
    iteration: depth,
    trainingRun: { id: trainingRunId, name: trainingRun },
    missing,
    serving: await readServing(db, modelId),
  };
}

async function readServing(db: Db, modelId: number): Promise<SuggestedRound["serving"]> {
  const [[model], engines] = await Promise.all([readEvalModels(db.pool, [modelId]), readEngineChoices(db)]);
  const answers = whoAnswers(model ?? { endpoint: null, path: null, isSample: false });
  return { answers, engines, engineId: model?.engineId ?? null };
}

async function readOrigin(db: Db, modelId: number): Promise<z.infer<typeof Origin>> {
  const { rows } = await db.pool.query(
    `WITH RECURSIVE chain AS (
       SELECT id, parent_id, 1 AS depth FROM model WHERE id = $1
       UNION ALL SELECT m.id, m.parent_id, c.depth + 1 FROM chain c JOIN model m ON m.id = c.parent_id WHERE c.depth < 50)
     SELECT m.name, r.id AS "trainingRunId", r.name AS "trainingRun", r.data::jsonb AS data,
       r.training_set_id AS "trainingSetId", (SELECT max(depth) FROM chain) AS depth
     FROM model m LEFT JOIN training_run r ON r.id = m.training_run_id WHERE m.id = $1`,
    [modelId],
  );
  const [found] = z.array(Origin).parse(rows);
  if (!found)
    throw new StudioError("not-found", `There is no model ${modelId}. The Models page lists those there are.`);
  return found;
}

/** The rollout runs that the pool names, else those that its judging run was made on. */
async function readRollouts(db: Db, { pool }: TrainingData, missing: string[]): Promise<RoundRollouts[]> {
  const { rows } = await db.pool.query(
    `SELECT r.id, r.name, r.settings::jsonb AS settings FROM rollout_run r
     WHERE r.id = ANY($1) OR (cardinality($1::int[]) = 0
       AND r.id IN (SELECT rollout_run_id FROM judging_run_scope WHERE judging_run_id = $2)) ORDER BY r.id LIMIT 50`,
    [pool.runs, pool.judge ?? pool.scope],
  );
  const found = z.array(z.object({ id: z.int(), name: z.string(), settings: z.json() })).parse(rows);
  const rollouts: RoundRollouts[] = [];
  for (const { id, name, settings } of found) {
    const kept = KeptSettings.safeParse(await keptSettings(db, "rollout", id, settings)).data;
    if (kept) rollouts.push({ questions: kept.questions, settings: RolloutSettings.parse(kept), repeats: id });
    else missing.push(`"${name}" was imported, and does not say how it asked which questions.`);
  }
  if (found.length === 0) missing.push("The rollout runs that it was trained on are gone, or its pool names none.");
  return rollouts;
}

/** Those that the filter joins; where it names none, the pool's. Whoever cannot be asked again is `missing`. */
async function readJudges(db: Db, filter: Filter, ofPool: number | null, missing: string[]): Promise<RoundJudge[]> {
  const named = [...new Set(filter.process.judges)];
  const wanted = named.length > 0 || ofPool === null ? named : [ofPool];
  const { override } = filter.process;
  const runs = await readJudgingRuns(db, [...wanted, ...(override === null ? [] : [override])]);
  const judges: RoundJudge[] = [];
  for (const id of wanted) {
    const run = runs.get(id);
    const judge = await readJudge(db, id, run);
    if (judge === null) missing.push(notAsked(id, run?.name));
    else if (await isStillHere(db, judge)) judges.push({ judge, repeats: id });
    else missing.push(`"${run?.name}" cannot be repeated: its judge's endpoint or template is not here any more.`);
  }
  if (!asksProcess(filter.mode)) return judges;
  const left = leftOutOf(
    filter,
    judges.map(({ repeats }) => ({ id: repeats ?? 0, repeats })),
  );
  if (left.judges.length > 0 && left.judges.length < named.length)
    missing.push(
      `The filter joined ${formatCount(named.length, "judging run")}. Repeated, it goes by ${formatNumber(judges.length)} of them.`,
    );
  if (left.override && override !== null)
    missing.push(
      `The rulings of "${runs.get(override)?.name ?? `no. ${override}`}" went before those of the judges. Nobody can repeat them, and the filter is repeated without.`,
    );
  return judges;
}

const notAsked = (id: number, name: string | undefined) =>
  name === undefined
    ? `Judging run ${id} is gone: its judge cannot be asked again.`
    : `"${name}" was not made by a judge that can be asked again.`;

async function isStillHere(db: Db, judge: Judge): Promise<boolean> {
  try {
    await checkPlan(db, { judge });
    return true;
  } catch (error) {
    if (error instanceof StudioError && error.code === "not-found") return false;
    throw error;
  }
}

type JudgingRun = { name: string; settings: unknown };

async function readJudgingRuns(db: Db, ids: readonly number[]): Promise<Map<number, JudgingRun>> {
  const { rows } = await db.pool.query(
    "SELECT id, name, settings::jsonb AS settings FROM judging_run WHERE id = ANY($1::int[])",
    [ids],
  );
  const found = z.array(z.object({ id: z.int(), name: z.string(), settings: z.json() })).parse(rows);
  return new Map(found.map(({ id, ...run }) => [id, run]));
}

async function readJudge(db: Db, id: number, run: JudgingRun | undefined): Promise<Judge | null> {
  const settings = run && JudgingRunSettings.safeParse(await keptSettings(db, "judging", id, run.settings)).data;
  return (settings && Judge.safeParse(settings.judge).data) ?? null;
}

/** The labelling run's own labeller; a metric only where it is right for all the sets, else the one that they share. */
async function readLabeller(
  db: Db,
  id: number | null,
  rollouts: readonly RoundRollouts[],
  missing: string[],
): Promise<Labeller | null> {
  const kept = id === null ? null : await readKeptLabeller(db, id);
  if (kept?.kind === "model") return kept;
  const { rows } = await db.pool.query("SELECT DISTINCT metric FROM question_set WHERE id = ANY($1)", [
    rollouts.map(({ questions }) => questions.questionSetId),
  ]);
  const metrics = new Set(
    z
      .array(z.object({ metric: z.string().nullable() }))
      .parse(rows)
      .map(({ metric }) => ownMetric(metric)),
  );
  const [metric] = metrics;
  if (metrics.size === 1 && kept) return kept;
  if (metrics.size === 1 && metric) return { kind: "metric", metric, threshold: 1 };
  if (rollouts.length > 0)
    missing.push("No one metric is right for all of its question sets: label the rollout runs afterwards, set by set.");
  return null;
}

async function readKeptLabeller(db: Db, id: number): Promise<Labeller | null> {
  const { rows } = await db.pool.query("SELECT settings::jsonb AS settings FROM labelling_run WHERE id = $1", [id]);
  const given: unknown = rows[0]?.settings;
  return KeptLabelling.safeParse(await keptSettings(db, "labelling", id, given)).data?.labeller ?? null;
}

async function readFilter(db: Db, { pool, mode }: TrainingData, trainingSetId: number | null): Promise<Filter> {
  const plain = paperFilter(mode, pool.judge, pool.labels);
  if (trainingSetId === null) return plain;
  const { rows } = await db.pool.query(
    `SELECT a.arm FROM training_set s, jsonb_array_elements(s.plan::jsonb -> 'arms') AS a (arm)
     WHERE s.id = $1 AND a.arm ->> 'name' = s.arm`,
    [trainingSetId],
  );
  return Arm.safeParse(rows[0]?.arm).data?.filter ?? plain;
}
