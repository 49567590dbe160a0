/** Where a cell of an eval matrix stands, and what comes next for it. */
import { z } from "zod";
import type { RunStatus } from "../run";
import { type ServedRunMove, type Serving, servedRunMove, serverMove } from "./served-run";

export const CellStatus = z.enum(["waiting", "serving", "running", "labelling", "done", "failed", "cancelled"]);
export type CellStatus = z.infer<typeof CellStatus>;

const OVER: ReadonlySet<CellStatus> = new Set(["done", "failed", "cancelled"]);
export const isCellOver = (status: CellStatus): boolean => OVER.has(status);

export const MatrixStatus = z.enum(["running", "done", "cancelled"]);
export type MatrixStatus = z.infer<typeof MatrixStatus>;

type Run = { status: RunStatus; message: string | null };

export type CellFacts = {
  status: CellStatus;
  /** Whether it is asked at an endpoint of the model's own. A run that began at a server goes on at servers. */
  hasEndpoint: boolean;
  /** The newest serving job for its model in this matrix */
  serving: Serving;
  /** null: not begun, or its row is gone. Before the cell runs: of an earlier try */
  rollout: Run | null;
  labelling: Run | null;
  /** Whether its set has an official metric */
  hasMetric: boolean;
};

export type CellMove =
  | Extract<ServedRunMove, { move: "serve" | "pause" | "resume" | "give-up" }>
  | { move: "roll-out" }
  | { move: "label" }
  | { move: "end"; status: "done" | "failed" | "cancelled"; message: string | null }
  | { move: "wait"; status: CellStatus; message: string | null };

/** What to do for a cell that is not over. */
export function nextMove(cell: CellFacts): CellMove {
  if (cell.status === "labelling") return afterLabelling(cell);
  if (cell.status === "running") return whileRolling(cell);
  // Tried again: its answers are there.
  if (cell.rollout?.status === "done") return onceAnswered(cell);
  const need = cell.hasEndpoint ? null : serverMove(cell.serving);
  return need === null ? { move: "roll-out" } : inCell(need, "serving");
}

function whileRolling(cell: CellFacts): CellMove {
  const { rollout } = cell;
  if (rollout === null) return { move: "end", status: "failed", message: "Its rollout run was removed." };
  switch (rollout.status) {
    case "cancelled":
      return { move: "end", status: "cancelled", message: "Its rollout run was cancelled." };
    case "done":
      return onceAnswered(cell);
    case "running":
    case "paused": {
      if (!cell.hasEndpoint) return inCell(servedRunMove(rollout, cell.serving), "running");
      const message = rollout.message ?? (rollout.status === "paused" ? "Its rollout run is paused." : null);
      return { move: "wait", status: "running", message };
    }
  }
}

function inCell(move: ServedRunMove, status: "serving" | "running"): CellMove {
  switch (move.move) {
    case "wait":
    case "await-server":
      return { move: "wait", status, message: move.message };
    case "no-server":
      return { move: "end", status: "failed", message: move.message };
    default:
      return move;
  }
}

function onceAnswered({ hasMetric }: CellFacts): CellMove {
  if (hasMetric) return { move: "label" };
  return { move: "end", status: "done", message: "This set has no official metric: its answers are not labelled." };
}

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
