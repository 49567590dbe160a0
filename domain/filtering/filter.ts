/** A filter: a filter mode with its rules. The compare page, experiments, the API, the command and exports share it. */
import { z } from "zod";
import { FilterMode } from "../filter";

const Id = z.int32().positive();
/** Whole percent or points, so that a threshold never moves a row by rounding. 0 would ask for nothing. */
const Points = z.int().min(1).max(100);

/**
 * How the rulings of several judging runs on one step become one; those without a verdict on it have no vote. With
 * `majority` a tie is no verdict.
 */
export const Join = z.enum(["any", "majority", "all"]);
export type Join = z.infer<typeof Join>;

/** When a trajectory counts as reasonable. */
export const Aggregation = z.discriminatedUnion("kind", [
  /** Every step is reasonable (the paper) */
  z.object({ kind: z.literal("every-step") }),
  /** At least this percentage of the steps is */
  z.object({ kind: z.literal("share"), least: Points }),
  /** The mean of the steps' scores is at least this */
  z.object({ kind: z.literal("mean-score"), least: Points }),
  /** The lowest of the steps' scores is at least this */
  z.object({ kind: z.literal("minimum-score"), least: Points }),
]);
export type Aggregation = z.infer<typeof Aggregation>;

/**
 * What a step without a verdict (or, for the scores, without a score) means. `unjudged`: the trajectory is unjudged,
 * unless its label is the same whatever the verdict would be. `left-out`: the other steps decide.
 */
export const MissingVerdict = z.enum(["unjudged", "reasonable", "unreasonable", "left-out"]);
export type MissingVerdict = z.infer<typeof MissingVerdict>;

export const ProcessRule = z.object({
  /** Judging runs; the modes `process` and `process-and-outcome` need one */
  judges: z.array(Id).max(9).default([]),
  join: Join.default("all"),
  /** A person's judging run whose rulings stand before those of `judges` */
  override: Id.nullable().default(null),
  aggregation: Aggregation.default({ kind: "every-step" }),
  neutralIsReasonable: z.boolean().default(true),
  missing: MissingVerdict.default("unjudged"),
});
export type ProcessRule = z.infer<typeof ProcessRule>;

export const OutcomeRule = z.object({
  /** The labelling run; null: there is none, and every trajectory is unlabelled */
  labels: Id.nullable().default(null),
  /** Correct where the metric's value is at least this; null: as the labelling run says */
  threshold: z.number().min(0).max(1).nullable().default(null),
});
export type OutcomeRule = z.infer<typeof OutcomeRule>;

export const Caps = z.object({
  /** At most so many trajectories of a question, drawn by the seed */
  perQuestion: z.int32().positive().nullable().default(null),
  /** Sub-trajectories whose context has more tokens are left out; those nobody counted stay */
  contextTokens: z.int32().positive().nullable().default(null),
  /** So many trajectories, drawn by the seed: a smaller sample is part of every larger one */
  trajectories: z.int32().positive().nullable().default(null),
  /** Trajectories of the question sets stand in these proportions; sets that are not named are left out. Empty: as they come */
  weights: z
    .array(z.object({ set: Id, weight: z.number().positive().max(1e6) }))
    .max(200)
    .default([]),
});
export type Caps = z.infer<typeof Caps>;

/** Questions that never enter: those of the sets, and those that overlap with them. */
export const HoldOut = z.object({
  sets: z.array(Id).max(200).default([]),
  /** The same text after normalising */
  byText: z.boolean().default(true),
  /** Some so many words in a row in both; null: not looked for */
  byWords: z.int().min(3).max(50).nullable().default(13),
  /** A supporting passage of both */
  byPassage: z.boolean().default(false),
});
export type HoldOut = z.infer<typeof HoldOut>;

export const Filter = z.object({
  mode: FilterMode,
  process: ProcessRule.prefault({}),
  outcome: OutcomeRule.prefault({}),
  /** `prefixes`: of what `process` does not keep whole, the steps before the first that is not reasonable */
  granularity: z.enum(["trajectories", "prefixes"]).default("trajectories"),
  /** `once`: of equal contexts one is kept; `each`: as often as they occur */
  contexts: z.enum(["each", "once"]).default("each"),
  caps: Caps.prefault({}),
  holdOut: HoldOut.prefault({}),
  /** Of everything that is drawn */
  seed: z.int().min(0).max(2_147_483_647).default(1),
});
export type Filter = z.infer<typeof Filter>;

/** The paper's filter of a mode: one judge, every step reasonable, whole trajectories. */
export function paperFilter(mode: FilterMode, judge: number | null, labels: number | null): Filter {
  return Filter.parse({ mode, process: { judges: judge === null ? [] : [judge] }, outcome: { labels } });
}

/** Whether the mode asks what the judges ruled. */
export const asksProcess = (mode: FilterMode) => mode === "process" || mode === "process-and-outcome";

/** Whether steps are read by their scores. */
export const readsScores = ({ aggregation }: ProcessRule) =>
  aggregation.kind === "mean-score" || aggregation.kind === "minimum-score";
