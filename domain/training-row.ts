/** One line of an export: a sub-trajectory as a training step reads it (docs/export.md). */
import { z } from "zod";
import { FilterMode, Outcome } from "./filter";
import { Message } from "./message";
import { Rating } from "./verdict";

const Id = z.int().positive();

/** Where a line comes from: the same for all steps of a trajectory. */
export const TrainingSource = z.object({
  sample: z.int().nonnegative(),
  question: Id,
  question_key: z.string(),
  question_set: Id,
  question_set_key: z.string(),
  rollout_run: Id,
  rollout_run_key: z.string(),
});
export type TrainingSource = z.infer<typeof TrainingSource>;

/** What the export was asked for: the same for all its lines. */
export const TrainingSelection = z.object({
  /** null where none decides; several stand in `judging_run_key`, joined by plus signs */
  judging_run: Id.nullable(),
  judging_run_key: z.string().nullable(),
  judging_run_version: Id.nullable(),
  /** null where no trajectory of the pool is labelled */
  labelling_run: Id.nullable(),
  labelling_run_key: z.string().nullable(),
  labelling_run_version: Id.nullable(),
  mode: FilterMode,
});
export type TrainingSelection = z.infer<typeof TrainingSelection>;

export const TrainingRow = z.object({
  /** The context: every message before the action. Nothing of the accepted answers or the outcome is in it. */
  prompt: z.array(Message),
  /** The action: exactly one assistant message, as it was written */
  completion: z.array(Message).length(1),
  /** Tool schemas offered to the model, as JSON text, so that differing schemas share one column type */
  tools: z.string().nullable(),
  /** This step's verdict; null is "no verdict" */
  rating: Rating.nullable(),
  score: z.int().min(0).max(100).nullable(),
  /** Whether the trajectory's final answer is right */
  outcome: Outcome,
  trajectory: Id,
  /** Zero-based index of the step */
  step: z.int().nonnegative(),
  ...TrainingSource.shape,
  ...TrainingSelection.shape,
});
export type TrainingRow = z.infer<typeof TrainingRow>;
