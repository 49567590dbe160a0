/** How data were made: what the rollout, judging and labelling runs that they came from were asked to do. */
import { z } from "zod";
import { judgesOf } from "../experiment";
import type { Filter } from "../filtering/filter";
import { JudgingRunSettings } from "../judging/settings";
import { KeptMetricLabelling, KeptModelLabelling } from "../labelling/kept";
import type { Pool } from "../pool";
import { KeptSettings } from "../rollout/kept";
import type { TrainingSetFacts } from "../training-set/facts";

/** Ids of the runs; the judging runs each once. */
export type RecipeRuns = { rollouts: readonly number[]; judges: readonly number[]; labels: number | null };

export const KeptRollout = KeptSettings;
export const KeptJudge = JudgingRunSettings.pick({ judge: true, template: true, endpoint: true });
export type KeptJudge = z.infer<typeof KeptJudge>;
/** Without its pool, which is another for every run */
export const KeptLabel = z.union([KeptMetricLabelling.omit({ pool: true }), KeptModelLabelling.omit({ pool: true })]);

/** null: the run does not say how it was made */
type Made<Settings> = { name: string; settings: Settings | null };

export type Recipe = {
  rollouts: (Made<KeptSettings> & { model: string | null })[];
  judges: Made<KeptJudge>[];
  labels: Made<z.infer<typeof KeptLabel>> | null;
  /** Runs that were removed, or never were here */
  gone: { rollouts: number; judges: number; labels: number };
  /** By id */
  corpora: Record<number, string>;
  sets: Record<number, string>;
};

/** What a training set came from: as it was frozen; before that, as it was planned. */
export function runsOfSet({ facts, pool, filter }: FrozenFrom): RecipeRuns {
  if (facts)
    return {
      rollouts: facts.rolloutRuns.map(({ id }) => id),
      judges: unique(facts.judgingRuns.map(({ id }) => id)),
      labels: facts.labellingRun?.id ?? null,
    };
  const judges = judgesOf(filter);
  return {
    rollouts: pool.runs,
    judges: judges.length > 0 || pool.judge === null ? judges : [pool.judge],
    labels: filter.outcome.labels ?? pool.labels,
  };
}

type FrozenFrom = { facts: TrainingSetFacts | null; pool: Pool; filter: Filter };

/** What a pool names; what it only lets in is not looked for. */
export const runsOfPool = ({ runs, judge, labels }: Pool): RecipeRuns => ({
  rollouts: runs,
  judges: judge === null ? [] : [judge],
  labels,
});

const unique = (ids: readonly number[]) => [...new Set(ids)];
