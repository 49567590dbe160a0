/** All arms of an experiment, trained with several seeds and evaluated together. */
import { z } from "zod";
import { EvalPlan, EvalSet, EvalWay } from "../eval/plan";
import { isPlain, PLAIN } from "../plain-text";
import { TrainingChoice } from "../training/plan";

const Id = z.int32().positive();
const isDistinct = (items: readonly unknown[]) => new Set(items).size === items.length;

/** Training runs that are with the engine at a time: it queues what it has no room for. */
export const AT_ONCE = 4;

/** What the recipe of a training run is changed in; null: as the recipe has it */
export const RecipeChanges = z.object({
  maxSteps: z.int().min(1).max(10_000_000).nullable().default(null),
  learningRate: z.number().gt(0).max(1).nullable().default(null),
});
export type RecipeChanges = z.infer<typeof RecipeChanges>;

/** A question set, answered as it was last, greedily */
export const ArmEvalSet = z.object({
  questionSetId: Id,
  /** Questions, drawn by seed 1; null: all */
  limit: z.int().min(1).max(10_000_000).nullable().default(null),
});

export const ArmTrainingChoice = z.object({
  experimentId: Id,
  arms: z.array(z.string()).min(1, "Choose an arm.").max(12).refine(isDistinct, "An arm stands there twice."),
  ...TrainingChoice.omit({ data: true }).shape,
  /** Each arm is trained with the seeds from 1 to this */
  seeds: z.int().min(1, "At least one seed.").max(10, "At most ten seeds."),
  changes: RecipeChanges.prefault({}),
  sets: z
    .array(ArmEvalSet)
    .max(20)
    .refine((sets) => isDistinct(sets.map(({ questionSetId }) => questionSetId)), "A question set stands there twice.")
    .default([]),
  ways: z.array(EvalWay).min(1).refine(isDistinct).default(["tools"]),
  /** Whether the base model is evaluated beside what comes of it */
  withBase: z.boolean().default(true),
});
export type ArmTrainingChoice = z.infer<typeof ArmTrainingChoice>;

export const StartArmTraining = z.object({
  /** Chosen by whoever starts it: the same key starts one, however often it is sent */
  key: z.uuid(),
  name: z.string().trim().min(1, "Give it a name.").max(100).refine(isPlain, PLAIN),
  choice: ArmTrainingChoice,
  /** Of the figures that were shown: data that have changed since are not frozen */
  fingerprint: z.string().min(1),
});
export type StartArmTraining = z.infer<typeof StartArmTraining>;

/** As it is kept. */
export const ArmTrainingPlan = StartArmTraining.omit({ key: true }).extend({
  evals: z.object({ sets: z.array(EvalSet), serving: EvalPlan.shape.serving }),
});
export type ArmTrainingPlan = z.infer<typeof ArmTrainingPlan>;

export const seedsOf = ({ seeds }: Pick<ArmTrainingChoice, "seeds">): number[] =>
  Array.from({ length: seeds }, (_, index) => index + 1);
