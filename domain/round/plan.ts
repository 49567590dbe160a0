/** The next round: a model generates on the questions that it was trained on, and the same judge and metric follow. */
import { z } from "zod";
import type { Arm } from "../experiment";
import { Filter, paperFilter } from "../filtering/filter";
import { Judge } from "../judging/settings";
import { Labeller } from "../labelling/settings";
import { QuestionChoice, RolloutSettings } from "../rollout/settings";

export const RoundRollouts = z.object({
  questions: QuestionChoice,
  settings: RolloutSettings,
  /** The rollout run that is repeated */
  repeats: z.int32().positive().nullable().default(null),
});
export type RoundRollouts = z.infer<typeof RoundRollouts>;

export const RoundPlan = z.object({
  name: z.string().trim().min(1, "Give the round a name.").max(150),
  /** The policy */
  modelId: z.int32().positive(),
  rollouts: z.array(RoundRollouts).min(1, "A round needs questions.").max(50),
  /** null: nobody judges yet */
  judge: Judge.nullable(),
  /** null: nothing is labelled yet */
  labeller: Labeller.nullable(),
  /** What the round before was filtered with, its runs named as they were; null: not known */
  filter: Filter.nullable(),
});
export type RoundPlan = z.infer<typeof RoundPlan>;

/** A filter of one round for the next: the first of its judges and its labelling run are replaced, a person's stay out. */
export function filterForRound(filter: Filter, judge: number | null, labels: number | null): Filter {
  return {
    ...filter,
    process: { ...filter.process, judges: judge === null ? [] : [judge], override: null },
    outcome: { ...filter.outcome, labels },
  };
}

/** The arms of the round's experiment: the filter that is repeated, beside the filter mode that keeps everything. */
export function armsOfRound(filter: Filter | null, judge: number | null, labels: number | null): Arm[] {
  const none = { name: "None", filter: paperFilter("none", judge, labels) };
  if (filter === null || filter.mode === "none") return [none];
  return [{ name: "As the round before", filter: filterForRound(filter, judge, labels) }, none];
}
