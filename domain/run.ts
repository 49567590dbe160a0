/** The runs the studio carries out itself: their states, what may be done to them, and their progress. */
import { z } from "zod";

export const RunKind = z.enum(["rollout", "judging", "labelling"]);
export type RunKind = z.infer<typeof RunKind>;

/**
 * `running` also while it waits for a worker. `done` is final; so is `cancelled`, unless the cell or round that the run was
 * begun for is tried again.
 */
export const RunStatus = z.enum(["running", "paused", "cancelled", "done"]);
export type RunStatus = z.infer<typeof RunStatus>;

export const RunRef = z.object({ kind: RunKind, runId: z.int32().positive() });
export type RunRef = z.infer<typeof RunRef>;

export const RunAction = z.enum(["pause", "resume", "cancel"]);
export type RunAction = z.infer<typeof RunAction>;

const NEXT: Record<RunAction, { from: readonly RunStatus[]; to: RunStatus }> = {
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  cancel: { from: ["running", "paused"], to: "cancelled" },
};

/** The status an action leads to, or null where it is not possible. */
export function nextStatus(status: RunStatus, action: RunAction): RunStatus | null {
  return NEXT[action].from.includes(status) ? NEXT[action].to : null;
}

/** Where a run stands. Counts are of trajectories unless they say otherwise. */
export const RunProgress = RunRef.extend({
  name: z.string(),
  status: RunStatus,
  /** Why the studio paused it; while it is running, what it suffers from */
  message: z.string().nullable(),
  planned: z.int(),
  /** Made, judged or labelled, and committed */
  done: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  /** Completions received, repeats included */
  requests: z.int(),
  /** Committed, by end state */
  ends: z.record(z.string(), z.int()),
  /** Requests that failed and were sent again, by why */
  retries: z.record(z.string(), z.int()),
  /** What could not be done, by why */
  failures: z.record(z.string(), z.int()),
  /** Trajectories a second: over the last minute of work, of a run that is over over all of it; null where unknown */
  rate: z.number().nullable(),
  /** Tokens that were written a second, over the same time */
  tokenRate: z.number().nullable(),
  /** Seconds left at that rate */
  secondsLeft: z.number().nullable(),
  /** Workers that are alive, whatever they work on */
  workers: z.int(),
  createdAt: z.string(),
  changedAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type RunProgress = z.infer<typeof RunProgress>;

export const isOver = (status: RunStatus) => status === "done" || status === "cancelled";
