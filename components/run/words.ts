/** What the states and figures of a run are called, for each kind of run. */
import { endStateWords } from "@/domain/end-state";
import { formatDuration, formatNumber } from "@/domain/format";
import type { RunAction, RunKind, RunProgress } from "@/domain/run";

export const RUN_NAMES: Record<RunKind, string> = {
  rollout: "rollout run",
  judging: "judging run",
  labelling: "labelling run",
};
/** What is done to a trajectory */
export const DONE_WORDS: Record<RunKind, string> = { rollout: "made", judging: "judged", labelling: "labelled" };
export const ACTION_NAMES: Record<RunAction, string> = { pause: "Pause", resume: "Resume", cancel: "Cancel" };

export type Tone = "plain" | "accent" | "warning" | "danger" | "success";
export type StatusWords = { name: string; tone: Tone };

export function statusWords(progress: Pick<RunProgress, "status" | "message" | "workers">): StatusWords {
  switch (progress.status) {
    case "running":
      return progress.workers === 0
        ? { name: "Waiting for a worker", tone: "warning" }
        : { name: "Running", tone: "accent" };
    case "paused":
      return progress.message === null
        ? { name: "Paused by you", tone: "plain" }
        : { name: "Paused by the studio", tone: "warning" };
    case "done":
      return { name: "Done", tone: "success" };
    case "cancelled":
      return { name: "Cancelled", tone: "plain" };
  }
}

export function runHref({ kind, runId }: Pick<RunProgress, "kind" | "runId">): string {
  const pages: Record<RunKind, string> = { rollout: "/rollouts", judging: "/judging", labelling: "/judging/labels" };
  return `${pages[kind]}/${runId}`;
}

/** The browse page with the trajectories of a run that ended, or were ruled on, in one way; all of them without one. */
export function trajectoriesHref({ kind, runId }: Pick<RunProgress, "kind" | "runId">, end?: string): string {
  const fields = {
    rollout: ["run", "end"],
    judging: ["judge", "process"],
    labelling: ["labels", "outcome"],
  } as const;
  const [run, ending] = fields[kind];
  const params = new URLSearchParams({ [run]: String(runId), ...(end === undefined ? {} : { [ending]: end }) });
  // A judging run's trajectories are those it was made on.
  if (kind === "judging") params.set("scope", String(runId));
  return `/trajectories?${params}`;
}

/** "answered", or what a judge or labeller said, as it is. */
export const endWords = (kind: RunKind, end: string) => (kind === "rollout" ? endStateWords(end) : end);

const FAILURES: Record<string, string> = {
  "rate-limited": "rate limited (429)",
  "server-error": "server error (5xx)",
  timeout: "no reply in time",
  connection: "connection lost",
  garbled: "reply not understood",
  refused: "request refused",
  "context-overflow": "context too long",
  misconfigured: "endpoint misconfigured",
  unparseable: "ruling not found in the reply",
};

/** Why a request was sent again, or why something could not be done. */
export const failureWords = (failure: string) => FAILURES[failure] ?? failure.replaceAll("-", " ");

/** "12.4 a second", "31 a minute", "4 an hour": whatever reads as a number of things. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 1) return `${formatNumber(perSecond, perSecond < 100 ? 1 : 0)} a second`;
  if (perSecond * 60 >= 1) return `${formatNumber(perSecond * 60, perSecond * 60 < 10 ? 1 : 0)} a minute`;
  return `${formatNumber(perSecond * 3_600, perSecond * 3_600 < 10 ? 1 : 0)} an hour`;
}

/** Time left as people say it: no figure that is gone before it is read. */
export function formatLeft(seconds: number): string {
  if (seconds < 1) return "a moment";
  if (seconds < 60) return formatDuration(Math.ceil(seconds / 5) * 5_000);
  if (seconds < 600) return formatDuration(Math.ceil(seconds / 10) * 10_000);
  return formatDuration(Math.ceil(seconds / 60) * 60_000);
}

/** By count, the most first; names in order where counts are equal. */
export function byCount(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
}
