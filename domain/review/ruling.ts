/** What a person says of one item of a review. */
import { z } from "zod";
import { PersonName } from "../judging/person";
import { Rating } from "../verdict";
import type { RulingMode } from "./plan";

/** The judging run that holds what a person ruled in a review, and the one that holds what stands in the end. */
export const reviewRunKey = (reviewKey: string, name: string) => `${REVIEW_PREFIX}${reviewKey}:${name}`;
export const finalRunKey = (reviewKey: string) => reviewRunKey(reviewKey, FINAL);
/** What such a judging run says of itself. */
export const ReviewRunSettings = z.object({ review: z.int(), person: z.string(), hindsight: z.boolean() });
export const REVIEW_PREFIX = "review:";
export const FINAL = "final";

/** A person cannot be called what the adjudicated run is called: their rulings would be in it. */
export const ReviewerName = PersonName.refine(
  (name) => name.toLowerCase() !== FINAL,
  'In a review "final" is what stands in the end: choose another name.',
);

const Id = z.int32().positive();
const Idx = z.int32().nonnegative();
const StepIndex = z.int().min(0).max(32_767);

export const Note = z
  .string()
  .max(10_000)
  .transform((text) => text.trim() || null)
  .nullable()
  .default(null);

/** A verdict on one step; null is "unsure": the person looked, and there is no verdict. */
export const StepRuling = z.object({ step: StepIndex, rating: Rating.nullable(), note: Note });
export type StepRuling = z.infer<typeof StepRuling>;

export const ItemRuling = z.object({
  review: Id,
  idx: Idx,
  person: ReviewerName,
  /** When it was said, by the clock of the person's browser: what is older than what stands changes nothing */
  at: z.iso.datetime().refine((at) => at >= "2000", "The clock of your browser is wrong: it shows a year before 2000."),
  rulings: z.array(StepRuling).min(1).max(32_768),
});
export type ItemRuling = z.infer<typeof ItemRuling>;

/** What the verdict of a person says beside its rating where they changed it after the studio had shown the rest. */
export const IN_HINDSIGHT = "changed in hindsight: what was hidden had been shown";

export type ItemShape = {
  ruling: RulingMode;
  /** The step that is ruled on; null: the whole trajectory */
  step: number | null;
  numSteps: number;
};

/** Why rulings are none that this item asks for; null where they are. */
export function rulingProblem({ ruling, step, numSteps }: ItemShape, given: readonly StepRuling[]): string | null {
  const inOrder = given.every((one, index) => one.step === (step ?? index));
  switch (ruling) {
    case "steps":
      return given.length === 1 && inOrder ? null : `This item asks for one ruling, on step ${(step ?? 0) + 1}.`;
    case "whole":
      return given.length === numSteps && inOrder
        ? null
        : `This item asks for a ruling on each of its ${numSteps} steps.`;
    case "first-error": {
      const before = given.slice(0, -1);
      const last = given.at(-1);
      const isSound = inOrder && given.length <= numSteps && before.every(({ rating }) => rating === 1);
      // Where the last of them is right, all steps are: there is no error.
      const isWhole = last?.rating !== 1 || given.length === numSteps;
      return isSound && isWhole && last?.rating !== 0
        ? null
        : "This item asks for the first wrong step: those before it are right, and nothing follows it.";
    }
  }
}

/** Rulings that say where the first error is; `step` null: nowhere. Unsure: the reader cannot say from there on. */
export function firstErrorRulings(
  numSteps: number,
  step: number | null,
  { isUnsure = false, note = null }: { isUnsure?: boolean; note?: string | null } = {},
): StepRuling[] {
  const count = step === null ? numSteps : step + 1;
  return Array.from({ length: count }, (_, index) => {
    const isMarked = index === step;
    const isLast = index === count - 1;
    return { step: index, rating: isMarked ? (isUnsure ? null : -1) : 1, note: isLast ? note : null };
  });
}
