import { expect, test } from "vitest";
import { type CellFacts, type CellMove, nextMove } from "./cell";
import { MOST_SERVERS, MOST_STARTS, SERVER_ENDED } from "./served-run";

const fresh: CellFacts = {
  status: "waiting",
  hasEndpoint: false,
  serving: null,
  rollout: null,
  labelling: null,
  hasMetric: true,
};
const run = (status: "running" | "paused" | "done" | "cancelled", message: string | null = null) => ({
  status,
  message,
});
const server = (status: NonNullable<CellFacts["serving"]>["status"], failures = 0, message: string | null = null) => ({
  status,
  failures,
  started: failures,
  message,
});

test.each<[name: string, facts: Partial<CellFacts>, move: CellMove]>([
  ["a model with an endpoint is asked at once", { hasEndpoint: true }, { move: "roll-out" }],
  ["one without gets a server", {}, { move: "serve" }],
  [
    "which is waited for",
    { status: "serving", serving: server("pending", 0, "Loading") },
    { move: "wait", status: "serving", message: "Loading" },
  ],
  ["and then asked", { status: "serving", serving: server("ready") }, { move: "roll-out" }],
  ["a server that was stopped is started anew", { serving: server("stopped", MOST_SERVERS) }, { move: "serve" }],
  ["one that failed, too", { serving: server("failed", MOST_SERVERS - 1) }, { move: "serve" }],
  [
    "but not for ever",
    { serving: server("failed", MOST_SERVERS, "No memory") },
    { move: "end", status: "failed", message: "No memory" },
  ],
  [
    "however they ended",
    { serving: { ...server("stopped", 0, "Away"), started: MOST_STARTS } },
    {
      move: "end",
      status: "failed",
      message: "10 servers were started for it, and each of them ended. Of the last: Away",
    },
  ],
  [
    "answers are waited for, with what they suffer from",
    { status: "running", hasEndpoint: true, rollout: run("running", "Slow") },
    { move: "wait", status: "running", message: "Slow" },
  ],
  [
    "a server that goes away meanwhile pauses its run",
    { status: "running", rollout: run("running"), serving: server("failed", 1) },
    { move: "pause" },
  ],
  [
    "and is replaced",
    { status: "running", rollout: run("paused", SERVER_ENDED), serving: server("failed", 1) },
    { move: "serve" },
  ],
  [
    "what paused without it goes on once it is back",
    { status: "running", rollout: run("paused", SERVER_ENDED), serving: server("ready", 1) },
    { move: "resume" },
  ],
  [
    "what paused for a reason of its own does not",
    { status: "running", rollout: run("paused", "Nobody answers"), serving: server("ready", 1) },
    { move: "give-up", message: "Nobody answers" },
  ],
  [
    "and no server is loaded for it",
    { status: "running", rollout: run("paused", "Nobody answers"), serving: server("failed", 1) },
    { move: "give-up", message: "Nobody answers" },
  ],
  [
    "what a person paused stays paused",
    { status: "running", rollout: run("paused"), serving: server("ready") },
    { move: "wait", status: "running", message: "Its rollout run is paused." },
  ],
  [
    "so does what paused at an endpoint of its own",
    { status: "running", hasEndpoint: true, rollout: run("paused", "Nobody answers") },
    { move: "wait", status: "running", message: "Nobody answers" },
  ],
  [
    "tried again, what was answered before is scored at once",
    { status: "waiting", rollout: run("done") },
    { move: "label" },
  ],
  [
    "and what was cancelled goes on once a server answers",
    { status: "waiting", rollout: run("cancelled"), serving: server("ready") },
    { move: "roll-out" },
  ],
  ["answers are scored", { status: "running", rollout: run("done"), serving: server("ready") }, { move: "label" }],
  [
    "without a metric they are not, and it says so",
    { status: "running", rollout: run("done"), hasMetric: false },
    { move: "end", status: "done", message: "This set has no official metric: its answers are not labelled." },
  ],
  [
    "a run that was cancelled ends its cell",
    { status: "running", rollout: run("cancelled") },
    { move: "end", status: "cancelled", message: "Its rollout run was cancelled." },
  ],
  [
    "so does one that was removed",
    { status: "running", rollout: null },
    { move: "end", status: "failed", message: "Its rollout run was removed." },
  ],
  [
    "scoring needs no server",
    { status: "labelling", rollout: run("done"), labelling: run("running"), serving: server("stopped") },
    { move: "wait", status: "labelling", message: null },
  ],
  ["and ends it", { status: "labelling", labelling: run("done") }, { move: "end", status: "done", message: null }],
  [
    "scores that were called off are missing",
    { status: "labelling", labelling: run("cancelled") },
    { move: "end", status: "failed", message: "Its labelling run was cancelled: the answers are not labelled." },
  ],
])("%s", (_, facts, move) => {
  expect(nextMove({ ...fresh, ...facts })).toEqual(move);
});
