/** A rollout run at a server that the studio starts for its model: what to do for it as servers come and go. */
import type { RunStatus } from "../run";
import type { ServingStatus } from "./serving";

/** The newest serving job for the model, how many failed, and how many there were; null: none was started yet. */
export type Serving = { status: ServingStatus; message: string | null; failures: number; started: number } | null;

export type ServerMove =
  | { move: "serve" }
  /** It is on its way, or an earlier one is being stopped */
  | { move: "await-server"; message: string | null }
  | { move: "no-server"; message: string };

export type ServedRunMove =
  | ServerMove
  /** The server is gone: the run waits for the next one */
  | { move: "pause" }
  /** The run was paused by `pause`, and a server is back */
  | { move: "resume" }
  /** It paused for a reason that a server does not mend */
  | { move: "give-up"; message: string }
  | { move: "wait"; message: string | null };

/** Why a rollout run waits after the move `pause`. A run paused with any other message has its own reason. */
export const SERVER_ENDED = "Its server ended: another one is being started.";

/** So many servers may fail for one model of a matrix, or for a round: the first, and its replacements. */
export const MOST_SERVERS = 3;

/** So many may be started in all, also where none counts as failed: whatever ends them, it does not go on for ever. */
export const MOST_STARTS = 10;

/** null once the server answers. */
export function serverMove(serving: Serving): ServerMove | null {
  if (serving === null) return { move: "serve" };
  switch (serving.status) {
    case "ready":
      return null;
    case "launching":
    case "pending":
      return { move: "await-server", message: serving.message };
    case "stopping":
      return { move: "await-server", message: "An earlier server is being stopped." };
    case "failed":
      if (serving.failures >= MOST_SERVERS)
        return { move: "no-server", message: serving.message ?? "Its server failed." };
      return anotherServer(serving);
    case "stopped":
      return anotherServer(serving);
  }
}

function anotherServer({ started, message }: NonNullable<Serving>): ServerMove {
  if (started < MOST_STARTS) return { move: "serve" };
  return {
    move: "no-server",
    message: `${started} servers were started for it, and each of them ended. Of the last: ${message ?? "it was stopped."}`,
  };
}

type OpenRun = { status: RunStatus; message: string | null };

/** Resuming it is theirs: nothing is started for it meanwhile, and a server that waits for it is let go after a while. */
export const isPausedByPerson = ({ status, message }: OpenRun): boolean => status === "paused" && message === null;

/** For a run that is running or paused. */
export function servedRunMove(run: OpenRun, serving: Serving): ServedRunMove {
  if (isPausedByPerson(run)) return { move: "wait", message: "Its rollout run is paused." };
  const isPaused = run.status === "paused";
  const waitsForServer = isPaused && run.message === SERVER_ENDED;
  // Resumed, it would pause again for the same reason, and hold its server meanwhile.
  if (isPaused && run.message !== null && !waitsForServer) return { move: "give-up", message: run.message };
  const need = serverMove(serving);
  // It would go on asking at the address of the old server.
  if (need && !isPaused) return { move: "pause" };
  if (need) return need;
  return waitsForServer ? { move: "resume" } : { move: "wait", message: run.message };
}
