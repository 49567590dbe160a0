import { expect, test } from "vitest";
import { MOST_SERVERS, SERVER_ENDED } from "../eval/served-run";
import type { ServingStatus } from "../eval/serving";
import { paperFilter } from "../filtering/filter";
import { armsOfRound, filterForRound, leftOutOf } from "./plan";
import { nextRoundMove, type RoundFacts, type RoundMove } from "./status";

const run = (status: "running" | "paused" | "done" | "cancelled", message: string | null = null) => ({
  name: "r",
  status,
  message,
});
const facts: RoundFacts = {
  status: "generating",
  runs: [run("done")],
  rollouts: { planned: 1, begun: 1 },
  judges: { planned: 2, begun: 0 },
  hasLabeller: true,
  isServed: false,
  serving: null,
};
const served = { isServed: true, runs: [], rollouts: { planned: 2, begun: 0 } };
const server = (status: ServingStatus, failures = 0, message: string | null = null) => ({
  status,
  failures,
  started: failures,
  message,
});
const ALL = { planned: 2, begun: 2 };

test.each<[name: string, facts: Partial<RoundFacts>, move: RoundMove]>([
  ["all rollouts must be done", { runs: [run("done"), run("running")] }, { move: "wait", message: null }],
  ["trouble is told", { runs: [run("running", "slow")] }, { move: "wait", message: '"r": slow' }],
  ["a pause, too", { runs: [run("paused")] }, { move: "wait", message: '"r": It is paused.' }],
  ["what has not begun, begins", { rollouts: { planned: 2, begun: 1 } }, { move: "roll-out" }],
  ["a model that nobody serves gets a server", served, { move: "serve" }],
  [
    "which is waited for",
    { ...served, serving: server("pending") },
    { move: "wait", message: "A server is being started for its model." },
  ],
  ["and then asked", { ...served, serving: server("ready") }, { move: "roll-out" }],
  [
    "one that cannot start ends it",
    { ...served, serving: server("failed", MOST_SERVERS, "No memory") },
    { move: "fail", message: "No memory" },
  ],
  [
    "one that goes away pauses what runs",
    { ...served, runs: [run("running"), run("paused")], serving: server("failed", 1) },
    { move: "pause" },
  ],
  [
    "and is replaced",
    { ...served, runs: [run("paused", SERVER_ENDED)], serving: server("failed", 1) },
    { move: "serve" },
  ],
  [
    "what waited for it goes on",
    { ...served, runs: [run("paused", SERVER_ENDED), run("running")], serving: server("ready") },
    { move: "resume" },
  ],
  [
    "what paused for a reason of its own ends it",
    { ...served, runs: [run("running"), run("paused", "No such tool")], serving: server("ready") },
    { move: "fail", message: '"r": No such tool' },
  ],
  [
    "what a person paused does not",
    { ...served, rollouts: ALL, runs: [run("running"), run("paused")], serving: server("ready") },
    { move: "wait", message: '"r": It is paused.' },
  ],
  ["once all is generated, no server is needed", { ...served, rollouts: ALL, runs: [run("done")] }, { move: "judge" }],
  ["they are judged", {}, { move: "judge" }],
  ["unless nobody does", { judges: { planned: 0, begun: 0 } }, { move: "label" }],
  [
    "by all judges at once",
    { status: "judging", runs: [run("running")], judges: { planned: 2, begun: 1 } },
    { move: "judge" },
  ],
  [
    "all of whom must be done",
    { status: "judging", runs: [run("done"), run("running")], judges: ALL },
    { move: "wait", message: null },
  ],
  ["then labelled", { status: "judging", judges: ALL }, { move: "label" }],
  ["unless nothing does", { status: "judging", judges: ALL, hasLabeller: false }, { move: "finish" }],
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

test("the filter is the round's before, by this round's judges and labels", () => {
  const before = {
    ...paperFilter("process-and-outcome", 3, 4),
    process: { ...paperFilter("process", 3, 4).process, judges: [3, 9], join: "majority" as const, override: null },
    granularity: "prefixes" as const,
  };
  const judging = [
    { id: 14, repeats: 9 },
    { id: 11, repeats: 3 },
  ];
  expect(filterForRound(before, judging, 12)).toEqual({
    ...before,
    process: { ...before.process, judges: [11, 14] },
    outcome: { labels: 12, threshold: null },
  });
  const arms = armsOfRound(before, judging, 12);
  expect(arms.map(({ name, filter }) => [name, filter.mode])).toEqual([
    ["As the round before", "process-and-outcome"],
    ["None", "none"],
  ]);
  expect(armsOfRound(paperFilter("none", null, null), judging, 12)).toHaveLength(1);
  expect(armsOfRound(null, judging, 12)).toHaveLength(1);
});

test("an arm says what the filter has lost", () => {
  const filter = paperFilter("process", 3, null);
  const joined = { ...filter, process: { ...filter.process, judges: [3, 9], override: 8 } };
  const judging = [{ id: 11, repeats: 9 }];
  expect(leftOutOf(joined, judging)).toEqual({ judges: [3], override: true });
  expect(armsOfRound(joined, judging, null)[0]).toMatchObject({
    name: "As the round before, without 1 of its 2 judges and a person's rulings",
    filter: { process: { judges: [11], override: null } },
  });
  // The outcome mode never asked them.
  expect(armsOfRound({ ...joined, mode: "outcome" }, judging, null)[0]?.name).toBe("As the round before");
});
