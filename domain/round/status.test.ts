import { expect, test } from "vitest";
import { paperFilter } from "../filtering/filter";
import { armsOfRound, filterForRound } from "./plan";
import { nextRoundMove, type RoundFacts, type RoundMove } from "./status";

const run = (status: "running" | "paused" | "done" | "cancelled", message: string | null = null) => ({
  name: "r",
  status,
  message,
});
const facts: RoundFacts = { status: "generating", runs: [run("done")], hasJudge: true, hasLabeller: true };

test.each<[name: string, facts: Partial<RoundFacts>, move: RoundMove]>([
  ["all rollouts must be done", { runs: [run("done"), run("running")] }, { move: "wait", message: null }],
  ["trouble is told", { runs: [run("running", "slow")] }, { move: "wait", message: '"r": slow' }],
  ["a pause, too", { runs: [run("paused")] }, { move: "wait", message: '"r": It is paused.' }],
  ["they are judged", {}, { move: "judge" }],
  ["unless nobody does", { hasJudge: false }, { move: "label" }],
  ["then labelled", { status: "judging" }, { move: "label" }],
  ["unless nothing does", { status: "judging", hasLabeller: false }, { move: "finish" }],
  ["and that is all", { status: "labelling" }, { move: "finish" }],
  ["a removed run ends it", { runs: [run("done"), null] }, { move: "fail", message: "A run of it was removed." }],
  [
    "so does a cancelled one",
    { runs: [run("cancelled"), run("running")] },
    { move: "fail", message: '"r" was cancelled.' },
  ],
])("%s", (_, part, move) => {
  expect(nextRoundMove({ ...facts, ...part })).toEqual(move);
});

test("the filter is the round's before, by this round's judge and labels", () => {
  const before = {
    ...paperFilter("process-and-outcome", 3, 4),
    process: { ...paperFilter("process", 3, 4).process, judges: [3, 9], override: 8 },
    granularity: "prefixes" as const,
  };
  expect(filterForRound(before, 11, 12)).toEqual({
    ...before,
    process: { ...before.process, judges: [11], override: null },
    outcome: { labels: 12, threshold: null },
  });
  expect(armsOfRound(before, 11, 12).map(({ filter }) => filter.mode)).toEqual(["process-and-outcome", "none"]);
  expect(armsOfRound(paperFilter("none", null, null), 11, 12)).toHaveLength(1);
  expect(armsOfRound(null, 11, 12)).toHaveLength(1);
});
