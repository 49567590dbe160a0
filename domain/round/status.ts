/** Where a round stands, and what comes next. */
import { z } from "zod";
import { isPausedByPerson, type Serving, servedRunMove, serverMove } from "../eval/served-run";
import type { RunStatus } from "../run";

export const RoundStatus = z.enum(["starting", "generating", "judging", "labelling", "done", "failed", "cancelled"]);
export type RoundStatus = z.infer<typeof RoundStatus>;

export const isRoundOver = (status: RoundStatus): boolean =>
  status === "done" || status === "failed" || status === "cancelled";

type PresentRun = { name: string; status: RunStatus; message: string | null };
type Run = PresentRun | null;

export type RoundFacts = {
  status: "generating" | "judging" | "labelling";
  /** Those of the stage; null where one was removed */
  runs: readonly Run[];
  rollouts: Begun;
  judges: Begun;
  hasLabeller: boolean;
  /** Whether a server is started for the model: it has no endpoint of its own, or a run of it asks a server's */
  isServed: boolean;
  /** The newest serving job of the round */
  serving: Serving;
};
type Begun = { planned: number; begun: number };

export type RoundMove =
  | { move: "wait"; message: string | null }
  | { move: "serve" }
  /** The server is gone: what runs waits for the next one */
  | { move: "pause" }
  /** A server is back: what waits for it goes on */
  | { move: "resume" }
  /** Begin the rollout runs that have not begun */
  | { move: "roll-out" }
  | { move: "judge" }
  | { move: "label" }
  | { move: "finish" }
  | { move: "fail"; message: string };

/** What to do for a round that is not over. */
export function nextRoundMove(facts: RoundFacts): RoundMove {
  const { status, runs, rollouts, judges, hasLabeller } = facts;
  if (runs.some((run) => run === null)) return { move: "fail", message: "A run of it was removed." };
  const present = runs.flatMap((run) => (run === null ? [] : [run]));
  const cancelled = present.find((run) => run.status === "cancelled");
  if (cancelled) return { move: "fail", message: `"${cancelled.name}" was cancelled.` };
  const open = present.filter((run) => run.status !== "done");
  if (status === "generating") {
    const served = facts.isServed ? whileServed(facts, open) : null;
    if (served) return served;
    if (rollouts.begun < rollouts.planned) return { move: "roll-out" };
  }
  // Judges do not wait for one another.
  if (status === "judging" && judges.begun < judges.planned) return { move: "judge" };
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

/** What the server of the round asks for; null where there is nothing to do about it. */
function whileServed({ rollouts, serving }: RoundFacts, open: readonly PresentRun[]): RoundMove | null {
  if (open.length === 0 && rollouts.begun === rollouts.planned) return null;
  // A server would wait for nobody: the rest begins once a person lets them go on.
  if (open.length > 0 && open.every(isPausedByPerson))
    return { move: "wait", message: `"${open[0]?.name}": It is paused.` };
  const moves = open.map((run) => ({ run, next: servedRunMove(run, serving) }));
  for (const { run, next } of moves)
    if (next.move === "give-up") return { move: "fail", message: `"${run.name}": ${next.message}` };
  for (const kind of ["pause", "resume"] as const)
    if (moves.some(({ next }) => next.move === kind)) return { move: kind };
  const need = serverMove(serving);
  switch (need?.move) {
    case "serve":
      return { move: "serve" };
    case "await-server":
      return { move: "wait", message: need.message ?? "A server is being started for its model." };
    case "no-server":
      return { move: "fail", message: need.message };
    default:
      return null;
  }
}
