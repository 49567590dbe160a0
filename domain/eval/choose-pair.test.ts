import { expect, test } from "vitest";
import { choosePair } from "./choose-pair";
import { type Result, resultsTable } from "./table";

const eval_ = (run: number, model: number, set = 1, inference = "greedy"): Result => ({
  ...{ run, model, modelName: `m${model}`, set, setName: `s${set}`, inference, way: "greedy", isSample: false },
  ...{ accuracy: null, unlabelled: 0, standing: "whole", status: null, trajectories: 1, planned: null, labellers: [] },
});
const RESULTS = [eval_(9, 1), eval_(8, 3, 1, "other"), eval_(7, 2), eval_(6, 1), eval_(5, 2, 2)];
const choose = (asked: { set?: number; a?: number; b?: number }) => {
  const table = resultsTable(RESULTS, []);
  const { set, a, b, gone, evals } = choosePair(RESULTS, table, { set: null, a: null, b: null, ...asked });
  return { set: set?.id, a: a?.run, b: b?.run, gone, evals: evals.map(({ run }) => run) };
};

test("an older eval is found by its id, and stands in the list", () => {
  expect(choose({ set: 1, a: 6, b: 7 })).toEqual({ set: 1, a: 6, b: 7, gone: [], evals: [9, 7, 8, 6] });
});

test("what is gone is said, and nothing is put in its place", () => {
  expect(choose({ set: 1, a: 77, b: 7 })).toMatchObject({ a: undefined, b: 7, gone: ["a"] });
  // An eval of another set is none of this one.
  expect(choose({ set: 1, a: 9, b: 5 })).toMatchObject({ a: 9, b: undefined, gone: ["b"] });
  expect(choose({ set: 4 })).toMatchObject({ set: undefined, gone: ["set"] });
});

test("what is left open is chosen: the first row, and beside it one with the same settings", () => {
  expect(choose({})).toMatchObject({ set: 1, a: 9, b: 7, gone: [] });
  expect(choose({ set: 1, a: 8 })).toMatchObject({ a: 8, b: 9 });
  expect(choose({ set: 1, b: 9 })).toMatchObject({ a: 7, b: 9 });
  expect(choose({ a: 5 })).toMatchObject({ set: 2, a: 5, b: undefined });
});
