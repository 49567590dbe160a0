/** Decides where a training run stands: from what the engine says of its job, what its trainer said, what is wished. */
import type { TrainingStatus } from "@/domain/training/status";
import type { JobState } from "@/server/adapters/training/engine";
import { lastError } from "./last-error";

/** How this attempt ended by its trainer's own account; null where it has not said. */
export type Ending = { event: "done" } | { event: "stopped" } | { event: "failed"; message: string } | null;

export type Facts = {
  /** null: the engine knows no such job (any more) */
  job: Pick<JobState, "status" | "message" | "exitCode"> | null;
  ending: Ending;
  isStopWished: boolean;
  /** Whether its job was brought to the engine */
  isSubmitted: boolean;
  /** Whether a checkpoint was written from which it can go on */
  hasCheckpoint: boolean;
  log: string;
};

export type Decision = { status: TrainingStatus; message: string | null };

/** An open job's status; of one that has ended, its final one with the reason for people. */
export function decide(facts: Facts): Decision {
  const { job, ending, isStopWished } = facts;
  if (job?.status === "pending") return { status: isStopWished ? "stopping" : "pending", message: job.message };
  if (job?.status === "running") return { status: isStopWished ? "stopping" : "running", message: null };
  // What the trainer says of itself is worth more than how its process ended.
  if (ending?.event === "done") return { status: "done", message: null };
  if (ending?.event === "failed") return { status: "failed", message: ending.message };
  if (ending?.event === "stopped" || isStopWished) return { status: "stopped", message: stopMessage(facts) };
  if (job === null) return { status: "lost", message: lostMessage(facts) };
  if (job.status === "stopped")
    return { status: "stopped", message: "It was stopped at the engine, not from the studio. Press Resume to go on." };
  return { status: "failed", message: failMessage(facts, job) };
}

function stopMessage({ isSubmitted, isStopWished }: Facts): string | null {
  if (!isSubmitted) return "Stopped before its job was started.";
  return isStopWished ? null : "It was stopped at the engine, not from the studio. Press Resume to go on.";
}

const lostMessage = ({ hasCheckpoint }: Facts): string =>
  `The engine no longer knows its job, and nothing says how it ended: the cluster may have been restarted. Press Resume to ${
    hasCheckpoint ? "go on from its last checkpoint" : "begin again"
  }.`;

function failMessage({ log }: Facts, job: NonNullable<Facts["job"]>): string {
  const error = lastError(log);
  const begun =
    job.status === "succeeded" ? "Its job ended without saying that it is done." : failure(job.exitCode, error);
  if (error !== null) return `${begun} The end of its log:\n${error}`;
  return job.message === null ? `${begun} It wrote nothing.` : `${begun} The engine says: ${job.message}`;
}

function failure(exitCode: number | null, error: string | null): string {
  if (exitCode === 137 || exitCode === -9)
    return "Its job was killed, most often because memory ran out: ask for more, or lower optimiser.device_batch.";
  return error === null || exitCode === null ? "Its job failed." : `Its job failed with exit code ${exitCode}.`;
}
