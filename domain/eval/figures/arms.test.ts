/** Which runs are seeds of one arm, which arms one curve's, and what a set is to what a model was trained on. */
import { expect, test } from "vitest";
import { TrainingConfig } from "../../training/config";
import { distributionOf, type SetFacts, trainedSetsOf } from "./distribution";
import { scalingFigure } from "./scaling";
import { rightOf, sourceOf, trainedRun } from "./testing";
import { groupSeeds } from "./trained";

const SETS = [{ id: 1, name: "arithmetic" }];

test("of runs with one seed the newest with a model counts, and the others are named", () => {
  const runs = [
    trainedRun(1, { seed: 7 }),
    trainedRun(2, { seed: 7 }),
    trainedRun(3, { seed: 8 }),
    trainedRun(4, { seed: 7, models: [] }),
  ];
  const [group, ...rest] = groupSeeds(runs);
  expect(rest).toEqual([]);
  expect(group?.runs.map(({ id }) => id)).toEqual([2, 3]);
  expect(group?.repeats.map(({ id }) => id)).toEqual([1, 4]);
});

test("a curve joins what differs in size and seed alone, and says what tells it from another", () => {
  const config = (optimiser: object, data: object = {}) =>
    TrainingConfig.parse({ model: { path: "/b" }, optimiser, data, output: { folder: "/x" } });
  const reward = { kind: "judge", endpointId: 1, templateId: 1, endpoint: "lot", template: "t v1" } as const;
  const runs = [
    trainedRun(1, { config: config({ seed: 1 }), trajectories: 100, poolKey: "a" }),
    trainedRun(2, { config: config({ seed: 2 }), trajectories: 200, poolKey: "b" }),
    trainedRun(3, { config: config({ learning_rate: 0.001 }), trajectories: 300, poolKey: "c" }),
    trainedRun(4, { config: config({ max_steps: 9 }), trajectories: 400, poolKey: "d" }),
    trainedRun(5, { config: config({}), trajectories: 500, trainedOn: [2], poolKey: "e" }),
    trainedRun(6, { config: config({}), trajectories: 600, reward, poolKey: "f" }),
    trainedRun(7, { config: config({}), trajectories: 700, policy: "off-policy", poolKey: "g" }),
  ];
  const evals = runs.map(({ id }) => ({ model: id + 100, set: 1, answers: rightOf(5, 10) }));
  const asked = { runs, sets: SETS, kind: "trajectories" as const, nameOf: (id: number) => `set ${id}` };
  const [panel] = scalingFigure(sourceOf(evals), asked).panels;
  expect(panel?.series.map(({ points }) => points.map(({ size }) => size))).toEqual([
    [100, 200],
    [300],
    [400],
    [500],
    [600],
    [700],
  ]);
  expect(panel?.series[1]?.differences).toContain("optimiser.learning_rate 0.001");
  expect(panel?.series[2]?.differences).toContain("optimiser.max_steps 9");
  expect(panel?.series[3]?.differences).toContain("trained on set 2");
  expect(panel?.series[4]?.differences).toContain("rewarded by lot with t v1");
  expect(panel?.series[5]?.differences).toContain("policy off-policy");
  // What all have alike is not said.
  expect(panel?.series[0]?.differences.some((words) => words.startsWith("lora"))).toBe(false);

  const drawn = [10, 20].map((max_contexts, at) =>
    trainedRun(at + 1, { config: config({ seed: at }, { max_contexts }), distinctContexts: 300 }),
  );
  const [cut] = scalingFigure(sourceOf(evals), { ...asked, runs: drawn, kind: "contexts" }).panels;
  expect(cut?.series.map(({ points }) => points.map(({ size }) => size))).toEqual([[10, 20]]);
});

test("trained on, same family, other: along the parents, and unknown where one of them is", () => {
  const set = (id: number, metric: string | null, corpusId: number | null): [number, SetFacts] => [
    id,
    { id, name: `set ${id}`, metric, corpusId },
  ];
  const facts = new Map([
    set(1, "gsm8k", null),
    set(2, "gsm8k", null),
    set(3, "gsm8k", 5),
    set(4, null, null),
    set(5, null, null),
  ]);
  const parent = { id: 9, name: "first", mode: null, reward: null, dataJudges: [], trainedOn: [3] };
  const told = (fields: Parameters<typeof trainedRun>[1]) =>
    [1, 2, 3, 4].map((id) => distributionOf(trainedSetsOf([trainedRun(1, fields)]), id, facts));
  expect(told({ trainedOn: [1] })).toEqual(["trained on", "same family", "other", "other"]);
  expect(told({ trainedOn: [1], before: [parent] })).toEqual(["trained on", "same family", "trained on", "other"]);
  // Without a metric nothing says that two sets are alike.
  expect(told({ trainedOn: [5] })).toEqual(["other", "other", "other", "other"]);
  expect(told({ trainedOn: [] })).toEqual([null, null, null, null]);
  expect(told({ trainedOn: [1], isBeforeWhole: false })).toEqual(["trained on", null, null, null]);
  expect(told({ trainedOn: [1], before: [{ ...parent, trainedOn: [] }] })).toEqual(["trained on", null, null, null]);
});
