/** What the states of eval matrices, their cells and their servers are called. */
import type { Tone } from "@/components/run/words";
import type { CellStatus, MatrixStatus } from "@/domain/eval/cell";
import type { EvalWay } from "@/domain/eval/plan";
import type { ServingStatus } from "@/domain/eval/serving";

type Words = { name: string; tone: Tone };

export const WAY_WORDS: Record<EvalWay, string> = { tools: "With tools", alone: "One step, no tools" };

export const CELL_WORDS: Record<CellStatus, Words> = {
  waiting: { name: "Waiting", tone: "plain" },
  serving: { name: "Starting a server", tone: "accent" },
  running: { name: "Running", tone: "accent" },
  labelling: { name: "Labelling", tone: "accent" },
  done: { name: "Done", tone: "success" },
  failed: { name: "Failed", tone: "danger" },
  cancelled: { name: "Cancelled", tone: "plain" },
};

export const SERVER_WORDS: Record<ServingStatus, Words> = {
  launching: { name: "Launching", tone: "accent" },
  pending: { name: "Starting", tone: "accent" },
  ready: { name: "Answers", tone: "success" },
  stopping: { name: "Stopping", tone: "warning" },
  stopped: { name: "Stopped", tone: "plain" },
  failed: { name: "Failed", tone: "danger" },
};

/** A matrix with cells that failed is over, but not as it should be. */
export function matrixWords(status: MatrixStatus, failed: number): Words {
  if (status === "running") return { name: "Running", tone: "accent" };
  if (status === "cancelled") return { name: "Cancelled", tone: "plain" };
  return failed === 0 ? { name: "Done", tone: "success" } : { name: "Done, with failures", tone: "warning" };
}
