import { expect, test } from "vitest";
import { type CostFacts, costOf } from "./cost";

const facts: CostFacts = {
  arms: [
    {
      check: { tokens: { total: 300, max: 200, mean: 150 }, judgeCalls: 1_000 },
      isFrozen: true,
      action: { mean: 20.5, of: 9 },
    },
    { check: { tokens: null, judgeCalls: 1_000 }, isFrozen: false, action: null },
  ],
  seeds: 3,
  algorithm: "swirl",
  optimiser: { max_steps: 10, contexts_per_step: 4, samples_per_context: 8 },
  pace: { seconds: 2.5, runs: 1 },
  judgeCall: { mean: 400, of: 2 },
  evals: [
    { models: 7, trajectories: 20, tokens: 300, pace: { seconds: 0.5, runs: 2 } },
    { models: 7, trajectories: 30, tokens: null, pace: null },
  ],
};

test("jobs, tokens and seconds; what is not known is counted apart", () => {
  expect(costOf(facts)).toEqual({
    freezes: 1,
    reused: 1,
    trainingRuns: 6,
    updates: 60,
    judgeCalls: 6_000,
    contextTokens: { known: 3 * 10 * 4 * 8 * 150, unknownRuns: 3 },
    // Three seeds of ten updates with four contexts, eight actions each.
    sampledTokens: { known: 960 * 20.5, unknownRuns: 3 },
    judgeTokens: 6_000 * 400,
    trainingSeconds: 150,
    evalCells: 14,
    evalTrajectories: 350,
    evalTokens: { known: 140 * 300, unknownTrajectories: 210 },
    evalSeconds: { known: 70, unknownTrajectories: 210 },
  });
});

test("the baseline reads each context once and samples nothing; no earlier run, no time", () => {
  const arms = facts.arms.map((arm) => ({ ...arm, check: { ...arm.check, judgeCalls: 0 } }));
  const cost = costOf({ ...facts, arms, algorithm: "sft", pace: null, judgeCall: null, evals: [] });
  expect(cost.sampledTokens).toEqual({ known: 0, unknownRuns: 0 });
  expect(cost.judgeTokens).toBe(0);
  expect(costOf({ ...facts, judgeCall: null }).judgeTokens).toBeNull();
  expect(cost.contextTokens.known).toBe(3 * 10 * 4 * 150);
  expect(cost.trainingSeconds).toBeNull();
  expect(cost.evalSeconds).toEqual({ known: 0, unknownTrajectories: 0 });
});
