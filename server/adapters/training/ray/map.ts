/** Ray's words about a job, in the studio's. */
import { z } from "zod";
import type { JobState } from "../engine";

const MESSAGE_LENGTH = 4_000;

/** The parts of GET /api/jobs/{id} that matter; times are Unix milliseconds. */
export const RayJob = z.object({
  status: z.enum(["PENDING", "RUNNING", "STOPPED", "SUCCEEDED", "FAILED"]),
  message: z.string().nullish(),
  error_type: z.string().nullish(),
  start_time: z.number().nullish(),
  end_time: z.number().nullish(),
  driver_exit_code: z.int().nullish(),
});
export type RayJob = z.infer<typeof RayJob>;

const STATUS = {
  PENDING: "pending",
  RUNNING: "running",
  STOPPED: "stopped",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
} as const;

const REASONS: Record<string, string> = {
  JOB_SUPERVISOR_ACTOR_START_TIMEOUT:
    "No machine of the cluster had the CPUs, GPUs or memory that the job asks for in time: ask for less, or wait until others have finished. Ray gives up after 15 minutes unless RAY_JOB_START_TIMEOUT_SECONDS says otherwise where it is started.",
  JOB_SUPERVISOR_ACTOR_UNSCHEDULABLE: "The cluster has no machine that the job could be put on.",
  JOB_SUPERVISOR_ACTOR_DIED:
    "The machine that the job was on went down, or Ray's process there was killed, most often because memory ran out.",
  RUNTIME_ENV_SETUP_FAILURE: "Ray could not unpack the job's package.",
};

/** Shown while a job waits. */
const WAITS = "It waits for the CPUs, GPUs or memory that it asks for, or for its package to be unpacked.";

export function toJobState(job: RayJob): JobState {
  const status = STATUS[job.status];
  return {
    status,
    message: status === "pending" ? WAITS : status === "failed" ? reasonOf(job) : null,
    exitCode: job.driver_exit_code ?? null,
    // Ray counts from when it was handed in.
    startedAt: status === "pending" ? null : toDate(job.start_time),
    endedAt: toDate(job.end_time),
  };
}

/** A reason of the studio's own, then what Ray says, its end at most. */
function reasonOf({ message, error_type }: RayJob): string | null {
  const own = REASONS[error_type ?? ""];
  const said = plain(message ?? "");
  const text = own === undefined ? said : said === "" ? own : `${own} Ray says: ${said}`;
  return text === "" ? null : text;
}

function plain(text: string): string {
  const stripped = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal begin with one
    .replace(/\u001b\[[0-9;]*[A-Za-z]/g, "")
    .replace(/^Job entrypoint command failed with exit code (-?\d+), last available logs[^\n]*:\n/, "")
    .replaceAll("\0", "")
    .trim();
  return stripped.length > MESSAGE_LENGTH ? `…${stripped.slice(1 - MESSAGE_LENGTH)}` : stripped;
}

const toDate = (milliseconds: number | null | undefined) =>
  milliseconds === null || milliseconds === undefined || milliseconds <= 0 ? null : new Date(milliseconds);
