/** Where a round stands, and what comes next. */
import { z } from "zod";
import type { RunStatus } from "../run";

export const RoundStatus = z.enum(["starting", "generating", "judging", "labelling", "done", "failed", "cancelled"]);
export type RoundStatus = z.infer<typeof RoundStatus>;

export const isRoundOver = (status: RoundStatus): boolean =>
  status === "done" || status === "failed" || status === "cancelled";

type Run = { name: string; status: RunStatus; message: string | null } | null;

export type RoundFacts = {
  status: "generating" | "judging" | "labelling";
  /** Those of the stage; null where one was removed */
  runs: readonly Run[];
  judges: { planned: number; begun: number };
  hasLabeller: boolean;
};

export type RoundMove =
  | { move: "wait"; message: string | null }
  | { move: "judge" }
  | { move: "label" }
  | { move: "finish" }
  | { move: "fail"; message: string };

/** What to do for a round that is not over. */
export function nextRoundMove({ status, runs, judges, hasLabeller }: RoundFacts): RoundMove {
  if (runs.some((run) => run === null)) return { move: "fail", message: "A run of it was removed." };
  const present = runs.flatMap((run) => (run === null ? [] : [run]));
  const cancelled = present.find((run) => run.status === "cancelled");
  if (cancelled) return { move: "fail", message: `"${cancelled.name}" was cancelled.` };
  // Judges do not wait for one another.
  if (status === "judging" && judges.begun < judges.planned) return { move: "judge" };
  const open = present.filter((run) => run.status !== "done");
  if (open.length > 0) {
    const paused = open.find((run) => run.status === "paused");
    const troubled = paused ?? open.find((run) => run.message !== null);
    const words = troubled?.message ?? (paused ? "It is paused." : null);
    return { move: "wait", message: troubled && words ? `"${troubled.name}": ${words}` : null };
  }
  if (status === "generating" && judges.planned > 0) return { move: "judge" };
  if (status !== "labelling" && hasLabeller) return { move: "label" };
  return { move: "finish" };
}
