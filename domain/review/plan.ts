/** A review: a sample of a pool that people rule on, as it is asked for. */
import { z } from "zod";
import { Pool } from "../pool";

const Id = z.int32().positive();

export const ReviewUnit = z.enum(["step", "trajectory"]);
export type ReviewUnit = z.infer<typeof ReviewUnit>;

/** What a population can be split by. */
export const StratifyBy = z.enum(["verdict", "position", "tool", "set", "model", "outcome"]);
export type StratifyBy = z.infer<typeof StratifyBy>;

export const Sampling = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("uniform") }),
  /** As many of each stratum as it has a share of the pool, yet two of each where that is possible, at least one */
  z.object({ kind: z.literal("stratified"), by: z.array(StratifyBy).min(1, "Choose what to stratify by.").max(6) }),
  /** Where one of two judging runs says unreasonable and the other does not */
  z.object({ kind: z.literal("disagreement") }),
  /** The scores of the judging run that are nearest to `at`; of a trajectory its lowest */
  z.object({ kind: z.literal("threshold"), at: z.int().min(0).max(100) }),
  /** A sound process with a wrong answer, and an unsound one with a right answer */
  z.object({ kind: z.literal("at-odds") }),
]);
export type Sampling = z.infer<typeof Sampling>;

/** Only these say something about the whole pool; the others are drawn from a part of it. */
export const isRepresentative = ({ kind }: Sampling): boolean => kind === "uniform" || kind === "stratified";

/**
 * `steps`: one verdict on the step. `first-error`: the first wrong step of a trajectory; those before it are reasonable,
 * those after it stay without a verdict. `whole`: every step of a trajectory.
 */
export const RulingMode = z.enum(["steps", "first-error", "whole"]);
export type RulingMode = z.infer<typeof RulingMode>;

export const MOST_ITEMS = 20_000;

export const ReviewPlan = z
  .object({
    unit: ReviewUnit,
    sampling: Sampling,
    size: z.int("A whole number.").min(1, "At least one.").max(MOST_ITEMS, "At most 20,000."),
    seed: z.int("A whole number.").min(0).max(2_147_483_647).default(1),
    /** Wanted rulings an item, each by another person */
    overlap: z.int("A whole number.").min(1, "At least one.").max(20, "At most 20.").default(1),
    ruling: RulingMode,
    /** People see observation, later steps, rulings and outcome before they rule */
    hindsight: z.boolean().default(false),
    /** Judging runs that the sample was drawn by and people are compared with; the first is the one under review */
    judges: z.array(Id).max(2).default([]),
    /** Labelling run */
    labels: Id.nullable().default(null),
  })
  .superRefine((plan, context) => {
    for (const { path, message } of planProblems(plan)) context.addIssue({ code: "custom", path: [path], message });
  });
export type ReviewPlan = z.infer<typeof ReviewPlan>;

type Asked = Pick<ReviewPlan, "unit" | "sampling" | "ruling" | "judges" | "labels">;

/** What a sampling cannot be drawn without. */
function planProblems({ unit, sampling, ruling, judges, labels }: Asked): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  if ((unit === "step") !== (ruling === "steps"))
    problems.push({ path: "ruling", message: "Steps are ruled on one by one, trajectories as a whole." });
  const wanted = judgesWanted(sampling);
  if (judges.length < wanted)
    problems.push({ path: "judges", message: wanted === 2 ? "Choose two judging runs." : "Choose a judging run." });
  else if (judges.length === 2 && judges[0] === judges[1])
    problems.push({ path: "judges", message: "Choose two different judging runs." });
  if (needsLabels(sampling) && labels === null) problems.push({ path: "labels", message: "Choose a labelling run." });
  return problems;
}

export function judgesWanted(sampling: Sampling): 0 | 1 | 2 {
  switch (sampling.kind) {
    case "uniform":
      return 0;
    case "stratified":
      return sampling.by.includes("verdict") ? 1 : 0;
    case "threshold":
    case "at-odds":
      return 1;
    case "disagreement":
      return 2;
  }
}

export const needsLabels = (sampling: Sampling): boolean =>
  sampling.kind === "at-odds" || (sampling.kind === "stratified" && sampling.by.includes("outcome"));

/** A part of the population that is sampled by itself. Items hold its index. */
export const Stratum = z.object({
  name: z.string(),
  /** Items there are, and items drawn: their ratio is the inclusion probability */
  population: z.int().positive(),
  sampled: z.int().nonnegative(),
});
export type Stratum = z.infer<typeof Stratum>;

export const ReviewDraft = z.object({ pool: Pool, plan: ReviewPlan });
export type ReviewDraft = z.infer<typeof ReviewDraft>;

export const NewReview = ReviewDraft.extend({
  /** Chosen by the page: the same key makes one review, however often it is sent */
  key: z.uuid(),
  name: z
    .string()
    .trim()
    .min(1, "Give the review a name.")
    .max(200)
    .refine((name) => !name.includes("\0")),
});
export type NewReview = z.infer<typeof NewReview>;
