import { expect, test } from "vitest";
import { type ArmRunFacts, type ArmTrainingFacts, type ArmTrainingMove, nextArmTrainingMove } from "./status";

const arm = (idx: number, status: "freezing" | "frozen" | "failed" | null) => ({
  idx,
  name: `arm ${idx}`,
  set: status && { status },
});
type Status = NonNullable<ArmRunFacts["run"]>["status"];
const run = (
  seed: number,
  state: ArmRunFacts["state"],
  status: Status | null = null,
  message: string | null = null,
) => ({
  arm: 0,
  seed,
  state,
  run: status && { status, message, name: `run ${seed}` },
  hasModel: status === "done",
});
const facts: ArmTrainingFacts = {
  status: "training",
  arms: [arm(0, "frozen")],
  runs: [],
  atOnce: 2,
  hasEvals: true,
  matrix: null,
};
const wait = { move: "wait", message: null } as const;

test.each<[name: string, facts: Partial<ArmTrainingFacts>, move: ArmTrainingMove]>([
  [
    "arms without a set are frozen",
    { status: "freezing", arms: [arm(0, "frozen"), arm(1, null)] },
    { move: "freeze", arms: [1] },
  ],
  ["that is waited for", { status: "freezing", arms: [arm(0, "failed"), arm(1, "freezing")] }, wait],
  ["then trained", { status: "freezing", arms: [arm(0, "frozen"), arm(1, "failed")] }, { move: "train" }],
  [
    "unless nothing was frozen",
    { status: "freezing", arms: [arm(0, "failed")] },
    { move: "fail", message: "No arm could be frozen, so nothing is trained." },
  ],
  [
    "the next is launched while there is room",
    { runs: [run(1, "launched", "running"), run(2, "waiting"), run(3, "waiting")] },
    { move: "launch", arm: 0, seed: 2 },
  ],
  [
    "no more than that",
    { runs: [run(1, "launched", "pending"), run(2, "launched", "stopping"), run(3, "waiting")] },
    wait,
  ],
  [
    "what failed makes room",
    { runs: [run(1, "launched", "failed"), run(2, "launched", "lost"), run(3, "refused"), run(4, "waiting")] },
    { move: "launch", arm: 0, seed: 4 },
  ],
  ["trouble is told", { runs: [run(1, "launched", "running", "slow")] }, { move: "wait", message: '"run 1": slow' }],
  [
    "models are evaluated once all are over",
    { runs: [run(1, "launched", "done"), run(2, "launched", "failed"), run(3, "refused"), run(4, "launched", null)] },
    { move: "evaluate" },
  ],
  ["or that is all", { hasEvals: false, runs: [run(1, "launched", "done")] }, { move: "finish", message: null }],
  [
    "without a model there is nothing to evaluate",
    { runs: [run(1, "launched", "stopped"), run(2, "refused")] },
    { move: "fail", message: "No training run came to a model, so there is nothing to evaluate." },
  ],
  ["the evals are waited for", { status: "evaluating", matrix: "running" }, wait],
  ["and end it", { status: "evaluating", matrix: "done" }, { move: "finish", message: null }],
  [
    "also when cancelled",
    { status: "evaluating", matrix: "cancelled" },
    { move: "finish", message: "Its eval matrix was cancelled." },
  ],
  ["or removed", { status: "evaluating" }, { move: "finish", message: "Its eval matrix was removed." }],
])("%s", (_, part, move) => {
  expect(nextArmTrainingMove({ ...facts, ...part })).toEqual(move);
});
