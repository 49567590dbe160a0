import { expect, test } from "vitest";
import { sideBySide } from "./side-by-side";
import type { Standing } from "./standing";
import type { Result } from "./table";

const result = (
  run: number,
  model: number,
  set: number,
  inference = "greedy",
  standing: Standing = "whole",
): Result => ({
  ...{ run, model, set, inference, modelName: `m${model}`, setName: `s${set}`, way: "", isSample: false },
  ...{ accuracy: null, unlabelled: 0, standing, status: null, trajectories: 0, planned: null, labellers: [] },
});

test("the newest eval of each stands beside the other's with the same settings, whole pairs first", () => {
  const results = [result(9, 1, 1, "sampled"), result(8, 1, 2), result(7, 1, 2), result(6, 2, 2), result(5, 3, 2)];
  const told = sideBySide(results, 1, 2).map(({ set, inference, a, b }) => [set, inference, a?.run, b?.run]);
  expect(told).toEqual([
    [2, "greedy", 8, 6],
    [1, "sampled", 9, undefined],
  ]);
});

test("a model beside itself has the same eval on both sides", () => {
  const [pair] = sideBySide([result(4, 1, 1)], 1, 1);
  expect([pair?.a?.run, pair?.b?.run]).toEqual([4, 4]);
});

test("a newer eval that is under way does not take the place of a finished one", () => {
  const [pair] = sideBySide([result(9, 2, 1, "greedy", "cut"), result(8, 1, 1), result(7, 2, 1)], 1, 2);
  expect([pair?.a?.run, pair?.b?.run]).toEqual([8, 7]);
});
