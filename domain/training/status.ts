/** The states of a training run, and what may be done in each. */
import { z } from "zod";

/**
 * `launching` written down, not yet accepted by the engine; `pending` accepted, waits for resources; `stopping` a stop
 * was asked for; `lost` the engine no longer knows the job and nothing says how it ended.
 */
export const TrainingStatus = z.enum([
  "launching",
  "pending",
  "running",
  "stopping",
  "stopped",
  "failed",
  "lost",
  "done",
]);
export type TrainingStatus = z.infer<typeof TrainingStatus>;

const OVER: readonly TrainingStatus[] = ["stopped", "failed", "lost", "done"];

/** Whether nothing more will come of this attempt. */
export const isTrainingOver = (status: TrainingStatus) => OVER.includes(status);
export const canStopTraining = (status: TrainingStatus) =>
  status === "launching" || status === "pending" || status === "running";
/** The checkpoints of an imported run are with the studio that launched it. */
export const canResumeTraining = (status: TrainingStatus, isImported: boolean) =>
  !isImported && (status === "stopped" || status === "failed" || status === "lost");
