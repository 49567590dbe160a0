/** Where a cell of an eval matrix stands, and what comes next for it. */
import { z } from "zod";
import type { RunStatus } from "../run";
import type { ServingStatus } from "./serving";

export const CellStatus = z.enum(["waiting", "serving", "running", "labelling", "done", "failed", "cancelled"]);
export type CellStatus = z.infer<typeof CellStatus>;

const OVER: ReadonlySet<CellStatus> = new Set(["done", "failed", "cancelled"]);
export const isCellOver = (status: CellStatus): boolean => OVER.has(status);

export const MatrixStatus = z.enum(["running", "done", "cancelled"]);
export type MatrixStatus = z.infer<typeof MatrixStatus>;

type Run = { status: RunStatus; message: string | null };

export type CellFacts = {
  status: CellStatus;
  /** Whether the model has an endpoint of its own */
  hasEndpoint: boolean;
  /** The newest serving job for its model in this matrix */
  serving: { status: ServingStatus; message: string | null; failures: number } | null;
  /** null: not begun, or its row is gone */
  rollout: Run | null;
  labelling: Run | null;
  /** Whether its set has an official metric */
  hasMetric: boolean;
};

export type CellMove =
  | { move: "serve" }
  | { move: "roll-out" }
  | { move: "label" }
  /** The server is gone: its rollout run waits for the next one */
  | { move: "pause" }
  /** The rollout run was paused by `pause`, and the server is back */
  | { move: "resume" }
  /** The rollout run paused for a reason that a server does not mend: the cell fails, the run is cancelled */
  | { move: "give-up"; message: string }
  | { move: "end"; status: "done" | "failed" | "cancelled"; message: string | null }
  | { move: "wait"; status: CellStatus; message: string | null };

/** Why a rollout run waits after the move `pause`. A run paused with any other message has its own reason. */
export const SERVER_ENDED = "Its server ended: another one is being started.";

/** A server that ended may be started anew so often for one model of a matrix. */
export const MOST_SERVERS = 3;

/** What to do for a cell that is not over. */
export function nextMove(cell: CellFacts): CellMove {
  if (cell.status === "labelling") return afterLabelling(cell);
  if (cell.status === "running") return whileRolling(cell);
  if (cell.hasEndpoint) return { move: "roll-out" };
  return needServer(cell) ?? { move: "roll-out" };
}

/** null once the server answers. */
function needServer({ serving }: CellFacts): CellMove | null {
  if (serving === null) return { move: "serve" };
  switch (serving.status) {
    case "ready":
      return null;
    case "launching":
    case "pending":
      return { move: "wait", status: "serving", message: serving.message };
    case "stopping":
      return { move: "wait", status: "serving", message: "An earlier server is being stopped." };
    case "failed":
      if (serving.failures >= MOST_SERVERS)
        return { move: "end", status: "failed", message: serving.message ?? "Its server failed." };
      return { move: "serve" };
    case "stopped":
      return { move: "serve" };
  }
}

function whileRolling(cell: CellFacts): CellMove {
  const { rollout } = cell;
  if (rollout === null) return { move: "end", status: "failed", message: "Its rollout run was removed." };
  switch (rollout.status) {
    case "cancelled":
      return { move: "end", status: "cancelled", message: "Its rollout run was cancelled." };
    case "done":
      return cell.hasMetric
        ? { move: "label" }
        : { move: "end", status: "done", message: "This set has no official metric: its answers are not labelled." };
    case "running":
    case "paused": {
      if (!cell.hasEndpoint && hasOwnReason(rollout)) return { move: "give-up", message: rollout.message };
      const need = cell.hasEndpoint ? null : needServer(cell);
      // It would go on asking at the address of the old server.
      if (need && rollout.status === "running") return { move: "pause" };
      if (need?.move === "wait") return { ...need, status: "running" };
      if (need) return need;
      if (rollout.status === "running") return { move: "wait", status: "running", message: rollout.message };
      // A person's pause is theirs to end.
      return rollout.message === SERVER_ENDED && !cell.hasEndpoint
        ? { move: "resume" }
        : { move: "wait", status: "running", message: rollout.message ?? "Its rollout run is paused." };
    }
  }
}

/** Resumed, it would pause again for the same reason, and hold its server meanwhile. */
const hasOwnReason = (run: Run): run is Run & { message: string } =>
  run.status === "paused" && run.message !== null && run.message !== SERVER_ENDED;

function afterLabelling({ labelling }: CellFacts): CellMove {
  if (labelling === null) return { move: "end", status: "failed", message: "Its labelling run was removed." };
  switch (labelling.status) {
    case "done":
      return { move: "end", status: "done", message: null };
    case "cancelled":
      return {
        move: "end",
        status: "failed",
        message: "Its labelling run was cancelled: the answers are not labelled.",
      };
    default:
      return { move: "wait", status: "labelling", message: labelling.message };
  }
}
