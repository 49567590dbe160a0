/** The next round: a model generates on the questions that it was trained on, and the same judges and metric follow. */

import { z } from "zod";
import { ServingChoice } from "../eval/plan";
import type { Arm } from "../experiment";
import { asksProcess, Filter, paperFilter } from "../filtering/filter";
import { formatCount } from "../format";
import { Judge } from "../judging/settings";
import { Labeller } from "../labelling/settings";
import { isPlain, PLAIN } from "../plain-text";
import { QuestionChoice, RolloutSettings } from "../rollout/settings";

export const RoundRollouts = z.object({
  questions: QuestionChoice,
  settings: RolloutSettings,
  /** The rollout run that is repeated */
  repeats: z.int32().positive().nullable().default(null),
});
export type RoundRollouts = z.infer<typeof RoundRollouts>;

export const RoundJudge = z.object({
  judge: Judge,
  /** The judging run that is repeated: in the repeated filter, the new one stands in its place */
  repeats: z.int32().positive().nullable().default(null),
});
export type RoundJudge = z.infer<typeof RoundJudge>;

export const RoundPlan = z.object({
  name: z.string().trim().min(1, "Give the round a name.").max(150).refine(isPlain, PLAIN),
  /** The policy */
  modelId: z.int32().positive(),
  rollouts: z.array(RoundRollouts).min(1, "A round needs questions.").max(50),
  /** A judging run each; none: nobody judges yet */
  judges: z.array(RoundJudge).max(10),
  /** null: nothing is labelled yet */
  labeller: Labeller.nullable(),
  /** What the round before was filtered with, its runs named as they were; null: not known */
  filter: Filter.nullable(),
  /** Where a server is started for the model; null: it must have an endpoint */
  serving: ServingChoice.nullable().default(null),
});
export type RoundPlan = z.infer<typeof RoundPlan>;

/** A judging run of the round, and the one that it repeats. */
export type RepeatedRun = { id: number; repeats: number | null };

/** What a filter loses in the next round: judging runs that nobody repeats, and a person's rulings that go before. */
export function leftOutOf(
  { process }: Filter,
  judging: readonly RepeatedRun[],
): { judges: number[]; override: boolean } {
  return {
    judges: process.judges.filter((before) => !judging.some(({ repeats }) => repeats === before)),
    override: process.override !== null,
  };
}

/** A filter of one round for the next: its judging and labelling runs are replaced, what nobody repeats stays out. */
export function filterForRound(filter: Filter, judging: readonly RepeatedRun[], labels: number | null): Filter {
  const judges = filter.process.judges.flatMap((before) => judging.find(({ repeats }) => repeats === before)?.id ?? []);
  return {
    ...filter,
    process: { ...filter.process, judges: [...new Set(judges)], override: null },
    outcome: { ...filter.outcome, labels },
  };
}

/** The arms of the round's experiment: the filter that is repeated, beside the filter mode that keeps everything. */
export function armsOfRound(filter: Filter | null, judging: readonly RepeatedRun[], labels: number | null): Arm[] {
  const none = { name: "None", filter: paperFilter("none", judging[0]?.id ?? null, labels) };
  if (filter === null || filter.mode === "none") return [none];
  return [{ name: repeatedName(filter, judging), filter: filterForRound(filter, judging, labels) }, none];
}

function repeatedName(filter: Filter, judging: readonly RepeatedRun[]): string {
  const { judges, override } = leftOutOf(filter, judging);
  const without = [
    ...(judges.length === 0 ? [] : [`${judges.length} of its ${formatCount(filter.process.judges.length, "judge")}`]),
    ...(override ? ["a person's rulings"] : []),
  ];
  const isAlike = without.length === 0 || !asksProcess(filter.mode);
  return isAlike ? "As the round before" : `As the round before, without ${without.join(" and ")}`;
}
