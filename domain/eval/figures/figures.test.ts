import { expect, test } from "vitest";
import { TrainingConfig } from "../../training/config";
import { chooseEvals, waysOf } from "./choose-evals";
import { modeFigure } from "./filter-modes";
import { scalingFigure, sizeOf } from "./scaling";
import { policyTable, studentTable } from "./sources";
import { answersOf, BASE, rightOf, sourceOf, trainedRun } from "./testing";
import { groupSeeds } from "./trained";
import { transferMatrix } from "./transfer";

const SETS = [
  { id: 1, name: "arithmetic" },
  { id: 2, name: "search" },
];

test("on a set the way of inferring that most models have counts, and of a model the newest eval", () => {
  const eval_ = (run: number, model: number, inference: string, set = 1) => ({
    ...{ run, model, set, inference, way: "greedy" },
  });
  const { chosen, otherwise } = chooseEvals(
    [eval_(6, 3, "10 steps"), eval_(5, 1, "5 steps"), eval_(4, 2, "5 steps"), eval_(3, 1, "5 steps")],
    "greedy",
  );
  expect([...chosen].map(([key, { run }]) => [key, run])).toEqual([
    ["1 1", 5],
    ["2 1", 4],
  ]);
  expect(otherwise.map(({ run }) => run)).toEqual([6]);
  const sampled = { ...eval_(1, 9, "x"), way: "sampled" };
  expect(waysOf([sampled, eval_(2, 1, "x"), eval_(3, 2, "x")])).toEqual(["greedy", "sampled"]);
});

test("an eval that is not finished neither counts nor takes the place of a finished one", () => {
  const eval_ = (run: number, model: number, inference: string, standing: "whole" | "cut" | "unlabelled") => ({
    ...{ run, model, set: 1, inference, way: "greedy", standing },
  });
  const begun = [eval_(9, 1, "new", "unlabelled"), eval_(8, 2, "new", "unlabelled"), eval_(7, 1, "old", "cut")];
  const { chosen, otherwise } = chooseEvals([...begun, eval_(6, 1, "old", "whole")], "greedy");
  expect([...chosen.values()].map(({ run }) => run)).toEqual([6]);
  expect(otherwise.map(({ run }) => run)).toEqual([9, 8]);
  expect([...chooseEvals(begun, "greedy").chosen.values()].map(({ run }) => run)).toEqual([9, 8]);
});

test("seeds share data, base, mode and config but for seed, folder and addresses", () => {
  const judged = (address: string, seed: number, learning_rate = 1e-6) =>
    TrainingConfig.parse({
      model: { path: "/base" },
      reward: {
        ...{ kind: "judge", base_url: address, model: "j", system_text: "", user_text: "u" },
        grammar: { form: "lines", ruling: "Ruling", words: { reasonable: ["yes"], unreasonable: ["no"] } },
      },
      optimiser: { seed, learning_rate },
      output: { folder: `/runs/${seed}` },
    });
  const runs = [
    trainedRun(1, { config: judged("http://a/v1", 1) }),
    trainedRun(2, { config: judged("http://b/v1", 2) }),
    trainedRun(3, { config: judged("http://a/v1", 3, 2e-6) }),
    trainedRun(4, { config: judged("http://a/v1", 4), mode: "outcome" }),
    trainedRun(5, { config: judged("http://a/v1", 5), poolKey: "another" }),
    trainedRun(6, { config: judged("http://a/v1", 6), base: { id: 2, name: "other" } }),
    trainedRun(7, { config: null }),
    trainedRun(8, { config: null }),
  ];
  expect(groupSeeds(runs).map((group) => group.runs.map(({ id }) => id))).toEqual([
    [1, 2],
    [3],
    [4],
    [5],
    [6],
    [7],
    [8],
  ]);
});

test("bars by filter mode: bases first, seeds pooled, and what is missing by name", () => {
  const arm = (name: string) => ({ id: 7, name: "set", version: 1, arm: name, experiment: { id: 1, name: "x" } });
  const runs = [
    trainedRun(1, { trainingSet: arm("Process") }),
    trainedRun(2, { trainingSet: arm("Process") }),
    trainedRun(3, { trainingSet: arm("None"), mode: "none" }),
    trainedRun(4, { trainingSet: arm("Outcome"), mode: "outcome", models: [] }),
    trainedRun(5, { trainingSet: arm("None"), mode: "none", algorithm: "sft", config: null }),
  ];
  const source = sourceOf([
    { model: 1, set: 1, answers: rightOf(4, 10) },
    { model: 101, set: 1, answers: rightOf(6, 10) },
    { model: 102, set: 1, answers: rightOf(8, 10) },
    { model: 103, set: 1, answers: rightOf(5, 10) },
    { model: 103, set: 2, answers: answersOf(null, null) },
  ]);
  const arms = (["None", "Outcome", "Process", "Both", "Other"] as const).map((name) => ({
    ...{ name, mode: "none" as const, isFrozen: name !== "Other" },
  }));
  const { sets, bars, missing } = modeFigure(source, { runs, arms, sets: SETS });
  expect(sets).toEqual([SETS[0]]);
  expect(bars.map(({ name, mode, runs: seeds, cells }) => [name, mode, seeds.length, cells[0]?.share])).toEqual([
    ["base", null, 0, 0.4],
    ["None", "none", 1, 0.5],
    ["Process", "process", 2, 0.7],
  ]);
  expect(bars[2]?.cells[0]).toMatchObject({ evals: [2, 3], n: 20, questions: 10, seeds: 2 });
  expect(missing).toEqual([
    { name: "Both", why: "not trained" },
    { name: "Other", why: "not frozen" },
    { name: "run 4", why: "not finished" },
    { name: "run 5", why: "not evaluated" },
  ]);
});

test("a scaling curve has a series for each mode and algorithm, and names what has no size", () => {
  const cut = TrainingConfig.parse({ model: { path: "/b" }, data: { max_contexts: 50 }, output: { folder: "/x" } });
  const runs = [
    trainedRun(1, { poolKey: "a", trajectories: 1_000, distinctContexts: 3_000 }),
    trainedRun(2, { poolKey: "b", trajectories: 100, distinctContexts: 310 }),
    trainedRun(3, { poolKey: "c", mode: "none", trajectories: 300 }),
    trainedRun(4, { config: cut }),
    trainedRun(5, { poolKey: "d", models: [] }),
  ];
  const source = sourceOf([
    { model: 1, set: 1, answers: rightOf(4, 10) },
    ...[1, 2, 3, 4].map((id) => ({ model: id + 100, set: 1, answers: rightOf(4 + id, 10) })),
  ]);
  const { panels, unsized } = scalingFigure(source, { runs, sets: SETS, kind: "trajectories", nameOf: String });
  expect(unsized).toEqual(["run 4"]);
  expect(panels).toHaveLength(1);
  expect(panels[0]?.bases).toMatchObject([{ base: BASE, cell: { share: 0.4 } }]);
  expect(
    panels[0]?.series.map(({ mode, points }) => [mode, points.map(({ size, cell }) => [size, cell.share])]),
  ).toEqual([
    [
      "process",
      [
        [100, 0.6],
        [1_000, 0.5],
      ],
    ],
    ["none", [[300, 0.7]]],
  ]);
  expect(sizeOf({ runs: [trainedRun(4, { config: cut })] }, "contexts")).toBe(50);
  expect(sizeOf({ runs: [trainedRun(4, { config: cut, distinctContexts: 40 })] }, "contexts")).toBe(40);
  expect(sizeOf({ runs: [trainedRun(4, { trajectories: null })] }, "trajectories")).toBeNull();
});

test("the transfer matrix: rows by what was trained on, gains over each row's own base", () => {
  const runs = [
    trainedRun(1, { trainedOn: [2], poolKey: "b" }),
    trainedRun(2, { trainedOn: [1] }),
    trainedRun(3, { trainedOn: [1], base: { id: 9, name: "unevaluated base" }, poolKey: "c" }),
  ];
  const source = sourceOf([
    { model: 1, set: 1, answers: rightOf(40, 100) },
    { model: 1, set: 2, answers: rightOf(20, 100) },
    { model: 101, set: 1, answers: rightOf(45, 100) },
    { model: 102, set: 1, answers: rightOf(60, 100) },
    { model: 102, set: 2, answers: rightOf(22, 100) },
    { model: 103, set: 1, answers: rightOf(50, 100) },
  ]);
  const { sets, rows } = transferMatrix(source, { runs, sets: SETS, facts: new Map() });
  expect(sets).toEqual(SETS);
  expect(
    rows.map(({ name, trainedOn, cells }) => [name, trainedOn.own, cells.map((cell) => cell?.accuracy.share)]),
  ).toEqual([
    ["base", [], [0.4, 0.2]],
    ["unevaluated base", [], [undefined, undefined]],
    ["run 2", [1], [0.6, 0.22]],
    ["run 3", [1], [0.5, undefined]],
    ["run 1", [2], [0.45, undefined]],
  ]);
  const [trained, elsewhere] = rows[2]?.cells ?? [];
  expect(trained).toMatchObject({ distribution: "trained on", gain: { difference: expect.closeTo(0.2, 12) } });
  expect(elsewhere).toMatchObject({ distribution: "other", gain: { relative: expect.closeTo(0.1, 12) } });
  expect(rows[3]?.cells[0]).toMatchObject({ gain: null, distribution: "trained on" });
});

test("students beside the judge's model; runs by whose weights wrote their data", () => {
  const reward = { kind: "judge", endpointId: 1, templateId: 1, endpoint: "teacher", template: "t v1" } as const;
  const runs = [
    trainedRun(1, { reward, judgeModel: { id: 50, name: "teacher" } }),
    trainedRun(2, { reward, poolKey: "b", policy: "off-policy", writers: ["teacher"] }),
    trainedRun(3, { poolKey: "c", policy: "unknown" }),
  ];
  const source = sourceOf([
    { model: 1, set: 1, answers: rightOf(4, 10) },
    { model: 50, set: 1, answers: rightOf(9, 10) },
    ...[1, 2, 3].map((id) => ({ model: id + 100, set: 1, answers: rightOf(8 - id, 10) })),
  ]);
  const students = studentTable(source, { runs, sets: SETS });
  expect(students.unknownJudge).toEqual(["run 2"]);
  expect(students.rows).toMatchObject([
    {
      name: "run 1",
      set: SETS[0],
      baseModel: BASE,
      base: { share: 0.4 },
      student: { share: 0.7 },
      judge: { share: 0.9 },
    },
  ]);
  const { rows, unknown } = policyTable(source, { runs, sets: SETS });
  expect(unknown).toEqual(["run 3"]);
  expect(rows.map(({ name, policy, writers, cells }) => [name, policy, writers, cells[0]?.gain?.difference])).toEqual([
    ["run 1", "on-policy", ["base"], expect.closeTo(0.3, 12)],
    ["run 2", "off-policy", ["teacher"], expect.closeTo(0.2, 12)],
  ]);
});
