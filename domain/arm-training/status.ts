/** Where the training of all arms stands, and what comes next. */
import { z } from "zod";
import type { MatrixStatus } from "../eval/cell";
import { isTrainingOver, type TrainingStatus } from "../training/status";
import type { TrainingSetStatus } from "../training-set/training-set";

export const ArmTrainingStatus = z.enum(["freezing", "training", "evaluating", "done", "failed", "cancelled"]);
export type ArmTrainingStatus = z.infer<typeof ArmTrainingStatus>;

export const isArmTrainingOver = (status: ArmTrainingStatus): boolean =>
  status === "done" || status === "failed" || status === "cancelled";

/** `waiting`: not launched yet; `refused`: it could not be launched */
export const ArmRunState = z.enum(["waiting", "launched", "refused"]);
export type ArmRunState = z.infer<typeof ArmRunState>;

export type ArmRunFacts = {
  arm: number;
  seed: number;
  state: ArmRunState;
  /** Of its training run; null where there is none (yet, or any more) */
  run: { status: TrainingStatus; message: string | null; name: string } | null;
  hasModel: boolean;
};

export type ArmTrainingFacts = {
  status: "freezing" | "training" | "evaluating";
  arms: readonly { idx: number; name: string; set: { status: TrainingSetStatus } | null }[];
  /** In the order in which they are launched */
  runs: readonly ArmRunFacts[];
  atOnce: number;
  hasEvals: boolean;
  /** Of its eval matrix; null where there is none (yet, or any more) */
  matrix: MatrixStatus | null;
};

export type ArmTrainingMove =
  | { move: "wait"; message: string | null }
  | { move: "freeze"; arms: number[] }
  | { move: "train" }
  | { move: "launch"; arm: number; seed: number }
  | { move: "evaluate" }
  | { move: "finish"; message: string | null }
  | { move: "fail"; message: string };

/** What to do for one that is not over. */
export function nextArmTrainingMove(facts: ArmTrainingFacts): ArmTrainingMove {
  switch (facts.status) {
    case "freezing":
      return moveOfFreezing(facts);
    case "training":
      return moveOfTraining(facts);
    case "evaluating":
      return moveOfEvaluating(facts);
  }
}

function moveOfFreezing({ arms }: ArmTrainingFacts): ArmTrainingMove {
  const missing = arms.filter(({ set }) => set === null);
  if (missing.length > 0) return { move: "freeze", arms: missing.map(({ idx }) => idx) };
  if (arms.some(({ set }) => set?.status === "freezing")) return { move: "wait", message: null };
  if (arms.every(({ set }) => set?.status === "failed"))
    return { move: "fail", message: "No arm could be frozen, so nothing is trained." };
  return { move: "train" };
}

function moveOfTraining({ runs, atOnce, hasEvals }: ArmTrainingFacts): ArmTrainingMove {
  const open = runs.filter(isOpen);
  const next = runs.find(({ state }) => state === "waiting");
  if (next && open.length < atOnce) return { move: "launch", arm: next.arm, seed: next.seed };
  if (open.length > 0) {
    const troubled = open.find(({ run }) => run?.message != null)?.run;
    return { move: "wait", message: troubled ? `"${troubled.name}": ${troubled.message}` : null };
  }
  if (!runs.some(({ hasModel }) => hasModel))
    return { move: "fail", message: "No training run came to a model, so there is nothing to evaluate." };
  return hasEvals ? { move: "evaluate" } : { move: "finish", message: null };
}

function moveOfEvaluating({ matrix }: ArmTrainingFacts): ArmTrainingMove {
  if (matrix === "running") return { move: "wait", message: null };
  if (matrix === null) return { move: "finish", message: "Its eval matrix was removed." };
  return { move: "finish", message: matrix === "cancelled" ? "Its eval matrix was cancelled." : null };
}

/** A launched run that is gone came to nothing. */
const isOpen = ({ state, run }: ArmRunFacts) => state === "launched" && run !== null && !isTrainingOver(run.status);
