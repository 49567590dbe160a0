import { expect, test } from "vitest";
import { accuracyOf, sumsOf } from "./accuracy";
import { gainOver } from "./figures/pooled";
import { rightOf } from "./figures/testing";
import { type Result, resultsTable, withGains } from "./table";

/** `correct` of a hundred; as many questions as answers. */
const eval_ = (run: number, model: number, set: number, correct: number, change: Partial<Result> = {}): Result => ({
  ...{ run, model, modelName: `m${model}`, set, setName: `s${set}`, inference: "greedy", way: "greedy" },
  ...{ isSample: false, unlabelled: 0, standing: "whole", status: "done", trajectories: 100, planned: 100 },
  accuracy: accuracyOf(sumsOf([...Array(100)].map((_, at) => ({ labelled: 1, correct: Number(at < correct) })))),
  labellers: [{ id: 1, words: "GSM8K strict", isOfficial: true, n: 100 }],
  ...change,
});
const ORIGINS = [
  { model: 1, base: 1, trainedOn: [], isRecorded: true },
  { model: 2, base: 1, trainedOn: [1], isRecorded: true },
  { model: 3, base: 3, trainedOn: [], isRecorded: false },
];
const cellOf = (results: Result[], model: number, set = 0) =>
  resultsTable(results, ORIGINS).rows.find((row) => row.model === model)?.cells[set];

test("the table holds the newest eval of each model, the base's beside it, and what it was trained on", () => {
  const table = resultsTable(
    [eval_(9, 2, 1, 60), eval_(8, 2, 1, 10), eval_(7, 1, 1, 40), eval_(6, 1, 2, 50), eval_(5, 3, 2, 50)],
    ORIGINS,
  );
  expect(table.sets.map(({ id }) => id)).toEqual([1, 2]);
  expect(table.rows.map(({ name, isBase }) => [name, isBase])).toEqual([
    ["m1", true],
    ["m3", true],
    ["m2", false],
  ]);
  const [base, other, trained] = table.rows;
  expect(trained?.cells[0]).toMatchObject({ older: 1, isBest: true, wasTrainedOn: "yes", result: { run: 9 } });
  expect(trained?.cells[0]?.base?.run).toBe(7);
  expect(trained?.cells[1]).toBeNull();
  // Equals are both the best.
  expect(base?.cells.map((cell) => cell && [cell.isBest, cell.base, cell.wasTrainedOn])).toEqual([
    [false, null, "no"],
    [true, null, "no"],
  ]);
  expect(other?.cells[1]).toMatchObject({ isBest: true, wasTrainedOn: "not recorded" });
});

test("the gain is over the base's eval with the very same settings, on the questions of both, with its interval", () => {
  const drawn = { inference: "greedy · 20 drawn" };
  const results = [eval_(9, 2, 1, 60), eval_(8, 1, 1, 5, drawn), eval_(7, 1, 1, 40)];
  expect(cellOf(results, 2)?.base?.run).toBe(7);
  expect(cellOf([eval_(9, 2, 1, 60), eval_(8, 1, 1, 5, drawn)], 2)?.base).toBeNull();
  const answers = (run: number) => (run === 9 ? rightOf(60, 100) : rightOf(10, 50));
  const { rows } = withGains(resultsTable(results, ORIGINS), (a, b) => gainOver(answers(b.run), [answers(a.run)]));
  const gain = rows.find(({ model }) => model === 2)?.cells[0]?.gain;
  expect(gain).toMatchObject({ questions: 50, difference: 0.8, relative: 4 });
  expect(gain?.interval?.low).toBeGreaterThan(0.6);
});

test("an eval under way, cancelled or not labelled does not take the place of a finished one, and is named", () => {
  const done = eval_(7, 1, 1, 62);
  const running = eval_(9, 1, 1, 1, { status: "running", standing: "cut", trajectories: 3, planned: 200 });
  const blank = eval_(8, 1, 1, 0, { accuracy: null, unlabelled: 100, standing: "unlabelled" });
  expect(cellOf([running, blank, done], 1)).toMatchObject({ result: { run: 7 }, newer: { run: 9 }, older: 0 });
  expect(cellOf([running], 1)).toMatchObject({ result: { run: 9 }, newer: null });
});

test("the best is among evals of a set with the same settings, where two or more are finished", () => {
  const tools = { way: "tools", inference: "tools" };
  const results = [eval_(9, 1, 1, 90, tools), eval_(8, 2, 1, 50), eval_(7, 3, 1, 40)];
  expect(cellOf(results, 2)?.isBest).toBe(true);
  const best = resultsTable(results, ORIGINS).rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell?.isBest ? cell.result.run : [])),
  );
  expect(best).toEqual([8]);
  const cut = { standing: "cut", status: "cancelled", trajectories: 3 } as const;
  expect(cellOf([eval_(9, 1, 1, 99, cut), eval_(8, 2, 1, 50)], 2)?.isBest).toBe(false);
});

test("a column says by whom it was labelled where that differs", () => {
  const people = { labellers: [{ id: 2, words: "people (Spot check)", isOfficial: false, n: 100 }] };
  const { sets } = resultsTable([eval_(9, 2, 1, 60, people), eval_(8, 1, 1, 40), eval_(7, 1, 2, 40)], ORIGINS);
  expect(sets.map(({ labellers }) => labellers)).toEqual([["GSM8K strict", "people (Spot check)"], ["GSM8K strict"]]);
});
