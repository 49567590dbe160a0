import { expect, test } from "vitest";
import type { Names } from "@/domain/browse";
import { Filter } from "@/domain/filtering/filter";
import type { Recipe } from "@/domain/lineage/recipe";
import { EMPTY_POOL } from "@/domain/pool";
import { differingFields, type FrozenSet } from "./fields";

const names: Names = {
  sets: [{ id: 3, name: "GSM8K", isSample: false }],
  runs: [],
  models: [],
  judgingRuns: [],
  labellingRuns: [],
  trainingSets: [],
};
const set = (part: Partial<FrozenSet> & { rules?: object } = {}): FrozenSet => ({
  experiment: { id: 1, name: "Pilot" },
  arm: "Process",
  filter: Filter.parse({ mode: "process", process: { judges: [1] }, ...part.rules }),
  pool: EMPTY_POOL,
  matchedTo: null,
  facts: null,
  codeVersion: "1.0",
  ...part,
});

const NOTHING: Recipe = {
  rollouts: [],
  judges: [],
  labels: null,
  gone: { rollouts: 0, judges: 0, labels: 0 },
  corpora: {},
  sets: {},
};
const differing = (first: FrozenSet, second: FrozenSet, other = NOTHING) =>
  differingFields({ set: first, recipe: NOTHING }, { set: second, recipe: other }, names);

test("sets of one filter and pool differ nowhere", () => {
  expect(differing(set(), set())).toEqual([]);
});

test("each field that differs is said in words, with a dash where a set has none", () => {
  const second = set({
    arm: "Both",
    rules: { mode: "outcome", caps: { perQuestion: 2, weights: [{ set: 3, weight: 1.5 }] } },
    pool: { ...EMPTY_POOL, sets: [3] },
    matchedTo: 1_200,
  });
  expect(differing(set(), second)).toEqual([
    { field: "Arm", first: "Process", second: "Both" },
    { field: "Filter mode", first: "Process", second: "Outcome" },
    { field: "Reasonable", first: "every step reasonable", second: "–" },
    { field: "Neutral", first: "counts as reasonable", second: "–" },
    { field: "A step without a verdict", first: "leaves it unjudged", second: "–" },
    { field: "Granularity", first: "whole trajectories", second: "–" },
    { field: "Trajectories of a question", first: "no limit", second: "at most 2" },
    { field: "Mix of question sets", first: "–", second: "GSM8K × 1.5" },
    { field: "Matched to", first: "–", second: "1,200 distinct contexts" },
    { field: "Pool: set", first: "–", second: "GSM8K" },
  ]);
});

test("so does how their data were made", () => {
  const fields = differing(set(), set(), { ...NOTHING, gone: { ...NOTHING.gone, judges: 2 } });
  expect(fields).toEqual([{ field: "Judge: not here any more", first: "–", second: "2 judging runs" }]);
});
