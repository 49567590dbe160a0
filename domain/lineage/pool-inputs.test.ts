import { expect, test } from "vitest";
import { EMPTY_POOL } from "../pool";
import { NOT_HERE } from "../reference";
import { poolInputs } from "./pool-inputs";

const here = {
  holdings: [
    { run: 1, set: 1, model: 1, createdAt: new Date(1) },
    { run: 1, set: 2, model: 1, createdAt: new Date(1) },
    { run: 2, set: 2, model: 0, createdAt: new Date(9) },
  ],
  scopes: [{ judgingRun: 5, run: 1, set: 2 }],
};
const from = (pool: Partial<typeof EMPTY_POOL>, at: Date | null = null) =>
  poolInputs({ ...EMPTY_POOL, ...pool }, "run-filter:9", here, at).map((edge) => edge.from);

test("what a pool names, each once; runs that it names stand for themselves", () => {
  expect(
    from({ runs: [7], sets: [1], judge: 5, judgeAgainst: 6, labels: 3, labelsAgainst: 3, trainingSet: 4 }),
  ).toEqual([...["rollout-run:7", "judging-run:5", "judging-run:6", "labelling-run:3", "training-set:4"]]);
});

test("a pool that names no run reaches those that its sets, models and scope let in", () => {
  expect(from({})).toEqual(["rollout-run:1", "rollout-run:2"]);
  expect(from({}, new Date(5))).toEqual(["rollout-run:1"]);
  expect(from({ sets: [1] })).toEqual(["rollout-run:1"]);
  expect(from({ models: [0] })).toEqual(["rollout-run:2"]);
  expect(from({ sets: [2], models: [1] })).toEqual(["rollout-run:1"]);
  expect(from({ scope: 5, sets: [1] })).toEqual(["judging-run:5"]);
  expect(from({ scope: 5 })).toEqual(["rollout-run:1", "judging-run:5"]);
});

test("what never was here is a node of its own", () => {
  expect(from({ runs: [NOT_HERE], judge: NOT_HERE })).toEqual([
    "rollout-run:lost:run-filter:9",
    "judging-run:lost:run-filter:9",
  ]);
});
